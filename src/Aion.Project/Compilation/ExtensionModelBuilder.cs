using Aion.Project.Configuration;
using Aion.Project.Model;
using Aion.Project.Validation;

namespace Aion.Project.Compilation;

/// <summary>Builds the parts of the model that AION does not have.</summary>
internal static class ExtensionModelBuilder
{
    public static RestartModel? BuildRestart(ServiceConfig service)
    {
        if (service.Restart is not { } restart)
            return null;
        RestartModel defaults = new();
        return new RestartModel
        {
            Policy = restart.Policy?.Value ?? (service.Always?.Value == true ? RestartPolicy.Always : RestartPolicy.OnFailure),
            Backoff = new BackoffModel
            {
                First = restart.First?.Value ?? defaults.Backoff.First,
                Maximum = restart.Maximum?.Value ?? defaults.Backoff.Maximum,
                Factor = restart.Factor?.Value ?? defaults.Backoff.Factor,
                Jitter = restart.Jitter?.Value ?? defaults.Backoff.Jitter,
            },
            ResetAfter = restart.ResetAfter?.Value ?? defaults.ResetAfter,
            Limit = restart.Limit?.Value,
            DeferUpTo = restart.DeferUpTo?.Value ?? defaults.DeferUpTo,
            HealthyWithin = restart.HealthyWithin?.Value ?? defaults.HealthyWithin,
        };
    }

    public static DependencyModel BuildDependency(ServiceLookup lookup, DependencyConfig dependency) => new()
    {
        Name = dependency.Name.Value,
        Label = lookup.LabelOf(dependency.Name.Value),
        Condition = dependency.Condition?.Value ?? DependencyCondition.Started,
        Restart = dependency.Restart?.Value ?? false,
    };

    public static DaprModel? BuildDapr(ServiceConfig service) => service.Dapr is { } dapr
        ? new DaprModel { AppPort = dapr.AppPort!.Value, AppProtocol = dapr.AppProtocol?.Value ?? DaprAppProtocol.Http }
        : null;

    private static HttpProbeModel? BuildHttp(string? text, int? appPort) =>
        text is not null && Probe.TryParseHttp(text, appPort, out HttpProbeModel? probe, out _, out _) ? probe : null;

    private static GrpcProbeModel? BuildGrpc(string? text) =>
        text is not null && Probe.TryParseGrpc(text, out GrpcProbeModel? probe, out _, out _) ? probe : null;

    public static HealthModel? BuildHealth(ServiceConfig service)
    {
        if (service.Health is not { } health)
            return null;
        HealthModel defaults = new();
        return new HealthModel
        {
            Http = BuildHttp(health.Http?.Value, service.Dapr?.AppPort?.Value),
            Grpc = BuildGrpc(health.Grpc?.Value),
            Command = ModelBuilder.Values(health.Command),
            KanbanWithin = health.KanbanWithin?.Value,
            Interval = health.Interval?.Value ?? defaults.Interval,
            Timeout = health.Timeout?.Value ?? defaults.Timeout,
            Failures = health.Failures?.Value ?? defaults.Failures,
        };
    }
}
