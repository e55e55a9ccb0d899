using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>The map <c>restart</c>, and the other keys that start a microservice again.</summary>
internal static class RestartRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        CheckInterval(context, service);
        if (service.Restart is not { } restart)
            return;
        string owner = $"microservice `{service.Name.Value}`";
        CheckPolicy(context, service, restart, owner);
        CheckBackoff(context, restart, owner);
        if (restart.Limit is { Value: < 1 } limit)
            context.Report(
                DiagnosticRules.OutOfRange,
                limit.Span,
                $"`limit` in `restart` of {owner} is {limit.Value}, but counts from 1.",
                "Write how many tries there may be; remove the line to try for ever, or write `policy: never` for none.");
        if (restart.HealthyWithin is { Value.Ticks: 0 } within)
            context.Report(
                DiagnosticRules.OutOfRange,
                within.Span,
                $"`healthyWithin` in `restart` of {owner} is zero, so every update would be rolled back.",
                "Write a time such as `healthyWithin: 1m`.");
        if (restart.ResetAfter is { Value.Ticks: 0 } reset)
            context.Report(
                DiagnosticRules.OutOfRange,
                reset.Span,
                $"`resetAfter` in `restart` of {owner} is zero.",
                "Write a time such as `resetAfter: 10m`.");
    }

    private static void CheckInterval(ValidationContext context, ServiceConfig service)
    {
        var written = service.Always is { Value: true } ? "always: yes"
            : service.Restart?.Policy is { Value: RestartPolicy.Always } ? "policy: always" : null;
        if (written is not null && service.Interval is { Value: > 0 } interval)
            context.Report(
                DiagnosticRules.IntervalOfAlways,
                interval.Span,
                $"`interval` of microservice `{service.Name.Value}` has no effect: with `{written}` it is started again as soon as it ends.",
                $"Remove `{written}` to have it started every {interval.Value} s, or remove `interval`.");
    }

    private static void CheckPolicy(ValidationContext context, ServiceConfig service, RestartConfig restart, string owner)
    {
        if (restart.Policy is not { } policy)
            return;
        if (service.Always is { Value: true } && policy.Value is RestartPolicy.Never or RestartPolicy.OnFailure)
            context.Report(
                DiagnosticRules.RestartContradiction,
                policy.Span,
                $"{owner[..1].ToUpperInvariant()}{owner[1..]} has `always: yes`, but `policy` does not restart it when it ends well.",
                "Write `policy: always`, or remove `always`.");
        if (policy.Value == RestartPolicy.OnUnhealthy && service.Health is null)
            context.Report(
                DiagnosticRules.RestartWithoutHealth,
                policy.Span,
                $"`policy: on-unhealthy` of {owner} needs `health`, and there is none.",
                "Add `health`, or write `policy: on-failure`.");
    }

    private static void CheckBackoff(ValidationContext context, RestartConfig restart, string owner)
    {
        BackoffModel defaults = new();
        if (restart.First is { Value.Ticks: 0 } zero)
            context.Report(
                DiagnosticRules.OutOfRange,
                zero.Span,
                $"`first` in `backoff` of {owner} is zero, so every later wait would be zero too.",
                "Write a time such as `first: 1s`; the first restart is immediate anyway.");
        TimeSpan first = restart.First?.Value ?? defaults.First;
        TimeSpan maximum = restart.Maximum?.Value ?? defaults.Maximum;
        if (first > maximum)
            context.Report(
                DiagnosticRules.BackoffOrder,
                (restart.First ?? restart.Maximum)!.Span,
                $"The back-off of {owner} starts with {first.TotalSeconds:0.###}s, more than its maximum of {maximum.TotalSeconds:0.###}s.",
                "Lower `first` or raise `maximum`.");
        if (restart.Factor is { Value: < 1 or > 100 } factor)
            context.Report(
                DiagnosticRules.OutOfRange,
                factor.Span,
                $"`factor` in `backoff` of {owner} is {factor.Value:0.###}, but can be 1 to 100.",
                "Write how much longer each wait is than the one before, such as `factor: 2`.");
        if (restart.Jitter is { Value: < 0 or > 1 } jitter)
            context.Report(
                DiagnosticRules.OutOfRange,
                jitter.Span,
                $"`jitter` in `backoff` of {owner} is {jitter.Value:0.###}, but can be 0 to 1.",
                "Write the random part of the wait, such as `jitter: 0.2` for a fifth.");
    }
}
