using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>The map <c>health</c>: one probe, and times that make sense.</summary>
internal static class HealthRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        if (service.Health is not { } health)
            return;
        string owner = $"microservice `{service.Name.Value}`";
        string[] probes = [.. health.Probes.Select(p => $"`{p}`")];
        if (probes.Length != 1)
            context.Report(
                DiagnosticRules.ProbeCount,
                health.Span,
                $"`health` of {owner} has {(probes.Length == 0 ? "no probe" : $"{probes.Length} probes: {string.Join(", ", probes)}")}.",
                probes.Length == 0 ? "Add one of `http`, `grpc`, `command`, `kanbanWithin`." : "Keep one of them.");
        if (health.Http is { } http)
            CheckPort(
                context,
                http,
                Probe.TryParseHttp(http.Value, service.Dapr?.AppPort?.Value, out _, out string problem, out string fix),
                problem,
                fix,
                owner);
        if (health.Grpc is { } grpc)
            CheckPort(context, grpc, Probe.TryParseGrpc(grpc.Value, out _, out string problem, out string fix), problem, fix, owner);
        if (health.Command is { } command)
            ProcessRules.CheckCommand(context, command, "`health`", owner, health.Span);
        if (health.KanbanWithin is { } within && service.WithoutKanban?.Value == true)
            context.Report(
                DiagnosticRules.KanbanProbe,
                within.Span,
                $"{owner[..1].ToUpperInvariant()}{owner[1..]} is `withoutKanban`, so no kanban ever shows its health.",
                "Use `http`, `grpc` or `command`.");
        CheckTimes(context, health, owner);
    }

    private static void CheckPort(ValidationContext context, Written<string> probe, bool valid, string problem, string fix, string owner)
    {
        if (!valid)
            context.Report(
                DiagnosticRules.InvalidProbe,
                probe.Span,
                $"The probe `{probe.Value}` of {owner} cannot be used: {problem}.",
                fix);
    }

    private static void CheckTimes(ValidationContext context, HealthConfig health, string owner)
    {
        (string, Written<TimeSpan>?)[] times = [("kanbanWithin", health.KanbanWithin), ("interval", health.Interval), ("timeout", health.Timeout)];
        foreach ((string key, Written<TimeSpan>? time) in times)
            if (time is { Value.Ticks: 0 })
                context.Report(
                    DiagnosticRules.OutOfRange,
                    time.Span,
                    $"`{key}` in `health` of {owner} is zero.",
                    $"Write a time such as `{key}: 5s`.");
        if (health.Failures is { Value: < 1 } failures)
            context.Report(
                DiagnosticRules.OutOfRange,
                failures.Span,
                $"`failures` in `health` of {owner} is {failures.Value}, but counts from 1.",
                "Write how many failed checks in a row make it unhealthy, such as 3.");
        TimeSpan interval = health.Interval?.Value ?? new Model.HealthModel().Interval;
        if (health.Timeout is { } timeout && timeout.Value > interval && interval > TimeSpan.Zero)
            context.Report(
                DiagnosticRules.ProbeTimeout,
                timeout.Span,
                $"`timeout` in `health` of {owner} is longer than the `interval` of {interval.TotalSeconds:0.###}s, so checks overlap.",
                "Write a `timeout` below the `interval`.");
    }
}
