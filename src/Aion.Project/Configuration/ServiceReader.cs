using Aion.Project.Diagnostics;
using Aion.Project.Model;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Reads one microservice.</summary>
internal static class ServiceReader
{
    private static readonly string[] RouteKeys = ["name", "pattern", "device"];
    private static readonly string[] PortKeys = ["name", "protocol", "port", "nodePort"];
    private static readonly string[] ResourcesKeys = ["requests", "limits"];
    private static readonly string[] AmountKeys = ["memory", "cpu"];

    private static readonly Dictionary<string, ServiceNetwork> Networks = new()
    {
        ["ClusterIP"] = ServiceNetwork.ClusterIP, ["NodePort"] = ServiceNetwork.NodePort,
    };

    private static readonly Dictionary<string, PortProtocol> Protocols = new()
    {
        ["TCP"] = PortProtocol.Tcp, ["UDP"] = PortProtocol.Udp, ["SCTP"] = PortProtocol.Sctp,
    };

    private static readonly Dictionary<string, AcknowledgeMode> Modes = new()
    {
        ["delivery"] = AcknowledgeMode.Delivery, ["output"] = AcknowledgeMode.Output, ["subscriber"] = AcknowledgeMode.Subscriber,
    };

    public static ServiceConfig Read(Written<string> name, MapNode map, DiagnosticBag bag)
    {
        string owner = $"microservice `{name.Value}`";
        MapReader service = new(map, owner, KnownKeys.Service, bag);
        Written<int>? scale = service.Integer("scale");
        return new ServiceConfig
        {
            Name = name,
            Startup = service.Boolean("startup"),
            Always = service.Boolean("always"),
            Multiple = service.Boolean("multiple"),
            WithoutKanban = service.Boolean("withoutKanban"),
            Privileged = service.Boolean("privileged"),
            Scale = scale,
            ScaleIsUnknown = scale is null && service.Has("scale"),
            Interval = service.Integer("interval"),
            Position = service.Text("position"),
            HasCommand = service.Has("command"),
            Command = service.TextList("command", "`command: [\"python3\", \"main.py\"]`"),
            Env = ReadEnv(service.Map("env", "`KEY: value` on the lines below, indented and without dashes"), owner, bag),
            NextService = ReadRoutes(service.Map("nextService", "`default:` on the next line and below it `- name: NEXT`"), owner, bag),
            Ports = ReadPorts(service.List("ports", "`- name: web` on the next line and below it `port: 8080`"), owner, bag),
            Network = service.Choice("network", Networks),
            Tag = service.Text("tag"),
            DirectoryPath = service.Text("directoryPath"),
            ServiceAccount = service.Text("serviceAccount"),
            TargetNode = service.Text("targetNode"),
            VolumeMountPathList = service.TextList("volumeMountPathList", "`- /path/in/container:/path/on/host` on the lines below") ?? [],
            Resources = ReadResources(service.Map("resources", "`requests:` or `limits:` below it, with `memory` and `cpu`"), owner, bag),
            Acknowledge = service.Choice("acknowledge", Modes),
            Restart = ExtensionReader.ReadRestart(service.Map("restart", "`policy: on-failure` on the next line, indented"), owner, bag),
            DependsOn = ExtensionReader.ReadDependencies(service.List("dependsOn", "`- name: NEXT` on the next line"), owner, bag),
            Health = ExtensionReader.ReadHealth(service.Map("health", "`http: 8080/healthz` on the next line, indented"), owner, bag),
            Dapr = ExtensionReader.ReadDapr(service.Map("dapr", "`appPort: 5000` on the next line, indented"), owner, bag),
            Build = service.TextList("build", "`build: [\"make\"]`"),
            Reschedule = RescheduleReader.Read(service.Text("reschedule"), owner, bag),
        };
    }

    private static List<EnvConfig> ReadEnv(MapNode? env, string owner, DiagnosticBag bag)
    {
        List<EnvConfig> variables = [];
        foreach (MapEntry entry in env?.Entries ?? [])
        {
            Written<string> name = new(entry.Key.Text, entry.Key.Span);
            if (entry.Value is not ScalarNode scalar)
            {
                bag.Add(
                    DiagnosticRules.WrongType,
                    entry.Value.Span,
                    $"The environment variable `{name.Value}` of {owner} must be one value, but is {entry.Value.Kind}.",
                    $"Write `{name.Value}: value`; put the value in quotes if it starts with a bracket.");
                continue;
            }
            if (scalar is { IsNull: true, Text.Length: > 0 })
                bag.Add(
                    DiagnosticRules.NullText,
                    scalar.Span,
                    $"The environment variable `{name.Value}` of {owner} becomes the text `{scalar.Text}`.",
                    $"Write `{name.Value}: \"\"` for an empty value, or put the text in quotes.");
            variables.Add(new EnvConfig(name, new Written<string>(scalar.Text, entry.ValueSpan)));
        }
        return variables;
    }

    private static List<RouteKeyConfig> ReadRoutes(MapNode? nextService, string owner, DiagnosticBag bag)
    {
        List<RouteKeyConfig> routes = [];
        foreach (MapEntry entry in nextService?.Entries ?? [])
        {
            string key = entry.Key.Text;
            Written<string> written = new(key, entry.Key.Span);
            if (entry.Value is ListNode list)
            {
                RouteConfig[] read = [.. list.Items.Select(item => ReadRoute(item, key, owner, bag)).OfType<RouteConfig>()];
                if (read.Length > 0 || list.Items.Count == 0)
                    routes.Add(new RouteKeyConfig(written, read));
            }
            else if (entry.Value is ScalarNode { IsNull: true })
                routes.Add(new RouteKeyConfig(written, []));
            else
                bag.Add(
                    DiagnosticRules.WrongType,
                    entry.Value.Span,
                    $"The connection key `{key}` of {owner} must be a list of routes, but is {entry.Value.Kind}.",
                    RouteFix(entry, key));
        }
        return routes;
    }

    private static string RouteFix(MapEntry entry, string key) => entry.Value switch
    {
        ScalarNode scalar when key == "name" => $"Write `default:` below `nextService` and `- name: {scalar.Text}` below that.",
        ScalarNode scalar => $"Write `- name: {scalar.Text}` on the next line, indented.",
        _ => "Put `- ` in front of `name`, so that it starts a list.",
    };

    private static RouteConfig? ReadRoute(SyntaxNode item, string key, string owner, DiagnosticBag bag)
    {
        if (item is not MapNode map)
        {
            string fix = item is ScalarNode { IsNull: false } scalar ? $"Write `- name: {scalar.Text}`." : "Write `- name: NEXT`.";
            bag.Add(DiagnosticRules.WrongType, item.Span, $"A route of {owner} under `{key}` must have a `name`, but is {item.Kind}.", fix);
            return null;
        }
        MapReader route = new(map, $"a route of {owner}", RouteKeys, bag);
        route.Require("name", map.Span, "Write `name:` with the microservice that comes next.");
        return new RouteConfig { Span = map.Span, Name = route.Text("name"), Pattern = route.Text("pattern"), Device = route.Text("device") };
    }

    private static List<PortConfig> ReadPorts(ListNode? ports, string owner, DiagnosticBag bag)
    {
        List<PortConfig> read = [];
        foreach (SyntaxNode item in ports?.Items ?? [])
        {
            if (item is not MapNode map)
            {
                bag.Add(
                    DiagnosticRules.WrongType,
                    item.Span,
                    $"An entry of `ports` of {owner} must have a `port`, but is {item.Kind}.",
                    item is ScalarNode { IsNull: false, Text: var text } && text.All(char.IsAsciiDigit) ? $"Write `- port: {text}`." : "Write `- name: web` and below it `port: 8080`.");
                continue;
            }
            MapReader port = new(map, $"`ports` of {owner}", PortKeys, bag);
            port.Require("port", map.Span, "Write `port:` with the number that the microservice listens on.");
            read.Add(new PortConfig
            {
                Span = map.Span,
                Name = port.Text("name"),
                Protocol = port.Choice("protocol", Protocols),
                Port = port.Integer("port"),
                NodePort = port.Integer("nodePort"),
            });
        }
        return read;
    }

    private static ResourcesConfig? ReadResources(MapNode? resources, string owner, DiagnosticBag bag)
    {
        if (resources is null)
            return null;
        MapReader reader = new(resources, $"`resources` of {owner}", ResourcesKeys, bag);
        return new ResourcesConfig(Amounts("requests"), Amounts("limits"));

        AmountsConfig? Amounts(string key)
        {
            if (reader.Map(key, "`memory: 256Mi` on the next line, indented") is not { } map)
                return null;
            MapReader amounts = new(map, $"`{key}` of {owner}", AmountKeys, bag);
            return new AmountsConfig(amounts.Text("memory"), amounts.Text("cpu"));
        }
    }
}
