using Aion.Project.Diagnostics;
using Aion.Project.Model;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Reads the keys of a microservice that AION does not have.</summary>
internal static class ExtensionReader
{
    private static readonly string[] RestartKeys = ["policy", "backoff", "resetAfter", "limit", "deferUpTo", "healthyWithin"];
    private static readonly string[] BackoffKeys = ["first", "maximum", "factor", "jitter"];
    private static readonly string[] DependencyKeys = ["name", "condition", "restart"];
    private static readonly string[] ProbeKeys = ["http", "grpc", "command", "kanbanWithin"];
    private static readonly string[] HealthKeys = [.. ProbeKeys, "interval", "timeout", "failures"];
    private static readonly string[] DaprKeys = ["appPort", "appProtocol"];

    private static readonly Dictionary<string, RestartPolicy> Policies = new()
    {
        ["never"] = RestartPolicy.Never, ["on-failure"] = RestartPolicy.OnFailure, ["always"] = RestartPolicy.Always, ["on-unhealthy"] = RestartPolicy.OnUnhealthy,
    };

    private static readonly Dictionary<string, DependencyCondition> Conditions = new()
    {
        ["started"] = DependencyCondition.Started, ["healthy"] = DependencyCondition.Healthy, ["finished"] = DependencyCondition.Finished,
    };

    private static readonly Dictionary<string, DaprAppProtocol> AppProtocols = new() { ["http"] = DaprAppProtocol.Http, ["grpc"] = DaprAppProtocol.Grpc };

    public static RestartConfig? ReadRestart(MapNode? map, string owner, DiagnosticBag bag)
    {
        if (map is null)
            return null;
        MapReader restart = new(map, $"`restart` of {owner}", RestartKeys, bag);
        MapReader? backoff = restart.Map("backoff", "`first: 1s` on the next line, indented") is { } backoffMap
            ? new MapReader(backoffMap, $"`backoff` of {owner}", BackoffKeys, bag)
            : null;
        return new RestartConfig
        {
            Span = map.Span,
            Policy = restart.Choice("policy", Policies),
            First = backoff?.Duration("first"),
            Maximum = backoff?.Duration("maximum"),
            Factor = backoff?.Number("factor"),
            Jitter = backoff?.Number("jitter"),
            ResetAfter = restart.Duration("resetAfter"),
            Limit = restart.Integer("limit"),
            DeferUpTo = restart.Duration("deferUpTo"),
            HealthyWithin = restart.Duration("healthyWithin"),
        };
    }

    public static IReadOnlyList<DependencyConfig> ReadDependencies(ListNode? list, string owner, DiagnosticBag bag)
    {
        List<DependencyConfig> dependencies = [];
        foreach (SyntaxNode item in list?.Items ?? [])
        {
            if (item is not MapNode map)
            {
                bag.Add(
                    DiagnosticRules.WrongType,
                    item.Span,
                    $"An entry of `dependsOn` of {owner} must have a `name`, but is {item.Kind}.",
                    item is ScalarNode { IsNull: false } scalar ? $"Write `- name: {scalar.Text}`." : "Write `- name: NEXT`.");
                continue;
            }
            MapReader reader = new(map, $"`dependsOn` of {owner}", DependencyKeys, bag);
            Written<DependencyCondition>? condition = reader.Choice("condition", Conditions);
            Written<bool>? restart = reader.Boolean("restart");
            reader.Require("name", map.Span, "Write `name:` with the microservice that must be there first.");
            if (reader.Text("name") is { } name)
                dependencies.Add(new DependencyConfig(name, condition, restart));
        }
        return dependencies;
    }

    public static HealthConfig? ReadHealth(MapNode? map, string owner, DiagnosticBag bag)
    {
        if (map is null)
            return null;
        MapReader health = new(map, $"`health` of {owner}", HealthKeys, bag);
        return new HealthConfig
        {
            Span = map.Span,
            Probes = [.. ProbeKeys.Where(health.Has)],
            Http = health.Text("http"),
            Grpc = health.Text("grpc"),
            Command = health.TextList("command", "`command: [\"test\", \"-e\", \"ready\"]`"),
            KanbanWithin = health.Duration("kanbanWithin"),
            Interval = health.Duration("interval"),
            Timeout = health.Duration("timeout"),
            Failures = health.Integer("failures"),
        };
    }

    public static DaprConfig? ReadDapr(MapNode? map, string owner, DiagnosticBag bag)
    {
        if (map is null)
            return null;
        MapReader dapr = new(map, $"`dapr` of {owner}", DaprKeys, bag);
        dapr.Require("appPort", map.Span, "Write `appPort:` with the port that the microservice listens on for its sidecar.");
        return new DaprConfig(map.Span, dapr.Integer("appPort"), dapr.Choice("appProtocol", AppProtocols));
    }
}
