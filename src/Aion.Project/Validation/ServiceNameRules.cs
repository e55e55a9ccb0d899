using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Names of microservices: parts of image names, queues, app ids and Kubernetes objects.</summary>
internal static class ServiceNameRules
{
    private static readonly string[] Reserved =
    [
        "service-broker", "servicebroker", "statuskanban", "status-kanban", "sendanything", "send-anything", "kanban-replicator", "redis-cluster",
    ];

    public static void Check(ValidationContext context)
    {
        Dictionary<string, Written<string>> labels = new(StringComparer.Ordinal);
        foreach (ServiceConfig service in context.Project.Services)
        {
            CheckLabel(context, service);
            CheckImage(context, service);
            if (labels.TryGetValue(service.Label, out Written<string>? first))
                context.Report(
                    DiagnosticRules.SameLabel,
                    service.Name.Span,
                    $"`{service.Name.Value}` and `{first.Value}` on line {first.Span.Line} are both called `{service.Label}` once path and tag are taken off.",
                    "Give one of them another name: queues and processes are told apart by it.");
            else
                labels.Add(service.Label, service.Name);
        }
    }

    private static void CheckLabel(ValidationContext context, ServiceConfig service)
    {
        string label = service.Label;
        Written<string> name = service.Name;
        if (!KubernetesNames.IsServiceLabel(label))
        {
            string fix = label.Contains('@', StringComparison.Ordinal) ? "Write the image's name here and its version as `tag`."
                : KubernetesNames.Repair(label) is { } repaired && KubernetesNames.IsServiceLabel(repaired)
                ? $"Write `{repaired}`, here and wherever it is named."
                : "Use small letters, digits and dashes, with a letter first.";
            context.Report(
                DiagnosticRules.InvalidServiceName,
                name.Span,
                $"`{(label.Length > 0 ? label : name.Value)}` cannot be the name of a microservice: {WhyInvalid(label)}.",
                fix);
        }
        else if (label.Length > KubernetesNames.LabelLimit)
            context.Report(
                DiagnosticRules.ServiceNameTooLong,
                name.Span,
                $"`{label}` has {label.Length} characters; with its number and `-srv` behind it, Kubernetes allows {KubernetesNames.LabelLimit}.",
                $"Shorten it to {KubernetesNames.LabelLimit} characters.");
        else if (label.StartsWith("aion-", StringComparison.Ordinal) || Reserved.Contains(label))
            context.Report(
                DiagnosticRules.ReservedServiceName,
                name.Span,
                $"`{label}` is reserved: AION's own parts are called so.",
                "Give the microservice another name, not starting with `aion-`.");
    }

    private static string WhyInvalid(string label) =>
        label.Length == 0 ? "nothing is left once path and tag are taken off"
        : label.Any(char.IsAsciiLetterUpper) ? "it has capital letters"
        : label.Contains('_', StringComparison.Ordinal) ? "it has an underscore"
        : label.Contains('@', StringComparison.Ordinal) ? "it names an image by its digest, which AION does not support"
        : label[0] is '-' || label[^1] is '-' ? "it starts or ends with a dash"
        : char.IsAsciiDigit(label[0]) && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? "it starts with a digit"
        : "it has characters other than small letters, digits and dashes";

    private static void CheckImage(ValidationContext context, ServiceConfig service)
    {
        string image = ServiceName.ImageOf(service.Name.Value);
        int slash = image.LastIndexOf('/');
        if (slash >= 0 && !image[..slash].Split('/').All(IsPathPart))
            context.Report(
                DiagnosticRules.InvalidImagePath,
                service.Name.Span,
                $"`{image[..slash]}` cannot be the path of an image.",
                "Use small letters, digits, dots, dashes and underscores between single slashes.");
        string? inName = ServiceName.TagOf(service.Name.Value);
        if (inName is not null && !KubernetesNames.IsTag(inName) && !service.Label.Contains('@', StringComparison.Ordinal))
            context.Report(
                DiagnosticRules.InvalidTag,
                service.Name.Span,
                inName.Length == 0 ? $"There is no tag behind the colon of `{service.Name.Value}`." : $"`{inName}` cannot be an image tag.",
                "Use letters, digits, dots, dashes and underscores, such as `1.0.2`.");
        if (service.Tag is not { } tag)
            return;
        if (!KubernetesNames.IsTag(tag.Value))
            context.Report(
                DiagnosticRules.InvalidTag,
                tag.Span,
                $"`{tag.Value}` cannot be an image tag.",
                "Use letters, digits, dots, dashes and underscores, such as `1.0.2`.");
        else if (inName is not null && inName != tag.Value)
            context.Report(
                DiagnosticRules.InvalidTag,
                tag.Span,
                $"`{service.Name.Value}` names the tag `{inName}`, but `tag` says `{tag.Value}`.",
                "Remove one of the two.");
    }

    private static bool IsPathPart(string part) =>
        part.Length > 0
        && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_' or ':')
        && part[0] is not ('.' or '-' or '_' or ':');
}
