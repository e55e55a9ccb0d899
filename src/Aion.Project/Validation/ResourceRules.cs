using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Requests and limits of memory and CPU.</summary>
internal static class ResourceRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        if (service.Resources is not { } resources)
            return;
        string owner = $"microservice `{service.Name.Value}`";
        double? memoryRequest = Amount(context, resources.Requests?.Memory, "memory", owner);
        double? memoryLimit = Amount(context, resources.Limits?.Memory, "memory", owner);
        double? cpuRequest = Amount(context, resources.Requests?.Cpu, "cpu", owner);
        double? cpuLimit = Amount(context, resources.Limits?.Cpu, "cpu", owner);
        CheckOrder(context, resources.Requests?.Memory, memoryRequest, resources.Limits?.Memory, memoryLimit, "memory", owner);
        CheckOrder(context, resources.Requests?.Cpu, cpuRequest, resources.Limits?.Cpu, cpuLimit, "cpu", owner);
    }

    private static double? Amount(ValidationContext context, Written<string>? written, string kind, string owner)
    {
        if (written is null)
            return null;
        string example = kind == "memory" ? "`512Mi` or `1Gi`" : "`500m` (half a core) or `2`";
        if (!Quantity.TryParse(written.Value, out double value))
        {
            string fix = Quantity.Repair(written.Value) is { } repaired ? $"Write `{kind}: {repaired}`." : $"Write a quantity such as {example}.";
            context.Report(
                DiagnosticRules.InvalidQuantity,
                written.Span,
                $"`{kind}` of {owner} is `{written.Value}`, which is not a Kubernetes quantity.",
                fix);
            return null;
        }
        if (kind == "memory" && value is > 0 and < 1024 * 1024)
            context.Report(
                DiagnosticRules.SuspiciousQuantity,
                written.Span,
                $"`memory: {written.Value}` of {owner} is less than one megabyte.",
                written.Value.EndsWith('m') ? $"`m` means a thousandth; write `{written.Value[..^1]}Mi` for megabytes." : $"Write a unit: {example}.");
        else if (kind == "cpu" && value > 256)
            context.Report(
                DiagnosticRules.SuspiciousQuantity,
                written.Span,
                $"`cpu: {written.Value}` of {owner} is more than 256 cores.",
                $"For thousandths of a core write `m`: {example}.");
        return value;
    }

    private static void CheckOrder(
        ValidationContext context,
        Written<string>? request,
        double? requested,
        Written<string>? limit,
        double? limited,
        string kind,
        string owner)
    {
        if (requested > limited)
            context.Report(
                DiagnosticRules.RequestAboveLimit,
                request!.Span,
                $"{owner[..1].ToUpperInvariant()}{owner[1..]} requests `{kind}: {request.Value}`, more than its limit `{limit!.Value}`.",
                "Raise the limit or lower the request.");
    }
}
