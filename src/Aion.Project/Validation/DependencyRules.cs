using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>Single entries of <c>dependsOn</c>.</summary>
internal static class DependencyRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (DependencyConfig dependency in service.DependsOn)
        {
            Written<string> name = dependency.Name;
            if (context.Find(name.Value) is not { } other)
            {
                context.Report(
                    DiagnosticRules.UnknownDependency,
                    name.Span,
                    $"There is no microservice `{name.Value}` that `{service.Name.Value}` could wait for.",
                    NearestName.Suggest(name.Value, context.ServiceNames.Where(n => n != service.Name.Value), $"Add `{name.Value}` to `microservices`, or remove the entry."));
                continue;
            }
            if (!seen.Add(other.Label))
                context.Report(
                    DiagnosticRules.RepeatedDependency,
                    name.Span,
                    $"Microservice `{service.Name.Value}` names `{other.Name.Value}` twice in `dependsOn`.",
                    "Keep the stricter condition and remove the other.");
            CheckCondition(context, service, dependency, other);
        }
    }

    private static void CheckCondition(ValidationContext context, ServiceConfig service, DependencyConfig dependency, ServiceConfig other)
    {
        string waits = $"Microservice `{service.Name.Value}` waits until `{other.Name.Value}`";
        if (dependency.Condition is { Value: DependencyCondition.Healthy } healthy && other.Health is null)
            context.Report(
                DiagnosticRules.DependencyWithoutHealth,
                healthy.Span,
                $"{waits} is healthy, but `{other.Name.Value}` has no `health`.",
                $"Add `health` to `{other.Name.Value}`, or write `condition: started`.");
        if (dependency.Condition is { Value: DependencyCondition.Finished } finished && RunsForEver(other))
            context.Report(
                DiagnosticRules.DependencyNeverFinishes,
                finished.Span,
                $"{waits} has finished, but `{other.Name.Value}` is always started again.",
                $"Write `always: no` for `{other.Name.Value}`, or `condition: started`.");
        if (other.Startup?.Value != true)
            context.Report(
                DiagnosticRules.DependencyNotStarted,
                dependency.Name.Span,
                $"{waits} is there, but `{other.Name.Value}` starts only with its first kanban.",
                $"Write `startup: yes` for `{other.Name.Value}`, unless a kanban is sure to come.");
    }

    private static bool RunsForEver(ServiceConfig service) =>
        service.Restart?.Policy is { } policy ? policy.Value == RestartPolicy.Always : service.Always?.Value == true;
}
