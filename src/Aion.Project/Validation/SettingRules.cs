using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Single settings of a microservice.</summary>
internal static class SettingRules
{
    private static readonly string[] Positions = ["Runtime", "BackendService", "UI"];

    public static void Check(ValidationContext context, ServiceConfig service)
    {
        CheckScale(context, service);
        string name = service.Name.Value;
        if (service.Interval is { Value: < 0 } interval)
            context.Report(
                DiagnosticRules.OutOfRange,
                interval.Span,
                $"`interval` of microservice `{name}` is {interval.Value}, less than nothing.",
                "Write 0 or more, or remove the line.");
        if (service.Position is { } position && !Positions.Contains(position.Value))
            context.Report(
                DiagnosticRules.UnknownPosition,
                position.Span,
                $"`position` of microservice `{name}` is `{position.Value}`, which is taken as `Runtime`.",
                NearestName.Suggest(position.Value, Positions, "Write Runtime, BackendService or UI."));
        if (service.TargetNode is { } node && !KubernetesNames.IsSubdomain(node.Value))
            context.Report(
                DiagnosticRules.InvalidNodeName,
                node.Span,
                $"`{node.Value}` cannot be the name of a node.",
                NodeFix(node.Value));
        if (service.ServiceAccount is { } account && !KubernetesNames.IsSubdomain(account.Value))
            context.Report(
                DiagnosticRules.InvalidServiceAccount,
                account.Span,
                $"`{account.Value}` cannot be the name of a Kubernetes service account.",
                "Use small letters, digits, dashes and dots, with a letter or digit at both ends.");
        if (service is { Acknowledge: { } acknowledge, WithoutKanban.Value: true })
            context.Report(
                DiagnosticRules.AcknowledgeIgnored,
                acknowledge.Span,
                $"Microservice `{name}` is `withoutKanban`, so there is nothing to acknowledge.",
                "Remove `acknowledge` or `withoutKanban`.");
        if (service is { Reschedule: { } reschedule, TargetNode: { } bound })
            context.Report(
                DiagnosticRules.RescheduleBound,
                reschedule.Span,
                $"`reschedule` of microservice `{name}` has no effect: `targetNode` binds it to `{bound.Value}`.",
                "Remove `targetNode` to let the master choose a node, or remove `reschedule`.");
    }

    private static void CheckScale(ValidationContext context, ServiceConfig service)
    {
        if (service.Scale is not { } scale)
            return;
        string name = service.Name.Value;
        if (scale.Value == 0)
            context.Report(
                DiagnosticRules.ScaleZero,
                scale.Span,
                $"`scale: 0` of microservice `{name}` means 1, as in AION.",
                "Write `scale: 1`; to run none, remove the microservice.");
        else if (scale.Value is < 0 or > ServiceConfig.ScaleLimit)
            context.Report(
                DiagnosticRules.OutOfRange,
                scale.Span,
                $"`scale` of microservice `{name}` is {scale.Value}, but can be 1 to {ServiceConfig.ScaleLimit}.",
                "Write how many instances are to run, such as `scale: 2`.");
    }

    private static string NodeFix(string node) =>
        node.ToLowerInvariant() is var lower && lower != node && KubernetesNames.IsSubdomain(lower)
            ? $"Write it in small letters: `targetNode: {lower}`."
            : "Write the node's name as `kubectl get nodes` shows it.";
}
