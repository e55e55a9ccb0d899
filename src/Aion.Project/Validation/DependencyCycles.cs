using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Services that wait for each other in a circle, so that none ever starts.</summary>
internal static class DependencyCycles
{
    public static void Check(ValidationContext context)
    {
        IReadOnlyList<ServiceConfig> services = context.Project.Services;
        foreach (IReadOnlyList<ServiceConfig> circle in Circles.Find(services, s => s.DependsOn.Select(d => context.Find(d.Name.Value)).OfType<ServiceConfig>()))
        {
            ServiceConfig first = circle[0];
            DependencyConfig link = first.DependsOn.First(d => context.Find(d.Name.Value) is { } other && circle.Contains(other));
            string message = circle.Count == 1
                ? $"Microservice `{first.Name.Value}` waits for itself."
                : $"These microservices wait for each other, so none of them starts: {string.Join(", ", circle.Select(s => $"`{s.Name.Value}`"))}.";
            context.Report(DiagnosticRules.DependencyCycle, link.Name.Span, message, "Remove one of the `dependsOn` entries between them.");
        }
    }
}
