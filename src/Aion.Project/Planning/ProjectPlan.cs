using Aion.Project.Model;

namespace Aion.Project.Planning;

/// <summary>
/// What an apply does, instance by instance: what did not change is left alone. Compares two projects, not what runs.
/// </summary>
/// <param name="Steps">Services in the order of the desired project, each by number; then the services that are gone.</param>
public sealed record ProjectPlan(IReadOnlyList<InstanceStep> Steps)
{
    /// <summary>Whether any instance is started, restarted or stopped.</summary>
    public bool ChangesInstances => Steps.Any(s => s.Action is InstanceAction.Start or InstanceAction.Restart or InstanceAction.Stop);

    /// <summary>The steps of one kind.</summary>
    public IEnumerable<InstanceStep> Of(InstanceAction action) => Steps.Where(s => s.Action == action);

    /// <summary>The way from one project to another.</summary>
    /// <param name="applied">What was applied last; null: nothing.</param>
    /// <param name="desired">What is to run; null: nothing (delete).</param>
    public static ProjectPlan Between(ProjectModel? applied, ProjectModel? desired)
    {
        List<InstanceStep> steps = [];
        string? environmentChange = applied is not null && desired is not null ? ServiceChange.OfEnvironment(applied.DeviceName, applied.Debug, desired.DeviceName, desired.Debug) : null;
        foreach (ServiceModel service in desired?.Services ?? [])
        {
            ServiceModel? before = applied?.Services.FirstOrDefault(s => s.Label == service.Label);
            if (before is null)
                AddRange(
                    steps,
                    service,
                    1,
                    service.Scale,
                    service.Startup ? InstanceAction.Start : InstanceAction.Wait,
                    "new microservice" + WaitWords(service));
            else
                AddSteps(steps, before, service, environmentChange);
        }
        foreach (ServiceModel service in applied?.Services ?? [])
            if (desired is null || desired.Services.All(s => s.Label != service.Label))
                AddRange(steps, service, 1, service.Scale, InstanceAction.Stop, "no longer in the project");
        return new ProjectPlan(steps);
    }

    private static void AddSteps(List<InstanceStep> steps, ServiceModel before, ServiceModel after, string? environmentChange)
    {
        ServiceChange change = ServiceChange.Between(before, after);
        string? restart = environmentChange ?? change.RestartReason;
        int both = Math.Min(before.Scale, after.Scale);
        (InstanceAction action, string reason) =
            restart is not null ? (InstanceAction.Restart, restart)
            : after.Startup && !before.Startup ? (InstanceAction.Start, "startup changed to yes")
            : (InstanceAction.Keep, change.KeepReason ?? "unchanged");
        AddRange(steps, after, 1, both, action, reason);
        string scale = $"scale changed from {before.Scale} to {after.Scale}";
        AddRange(steps, after, both + 1, after.Scale, after.Startup ? InstanceAction.Start : InstanceAction.Wait, scale + WaitWords(after));
        AddRange(steps, after, both + 1, before.Scale, InstanceAction.Stop, scale);
    }

    private static string WaitWords(ServiceModel service) =>
        service.Startup ? "" : service.WithoutKanban ? "; takes no kanbans and has no `startup`, `aionctl start` starts it" : "; starts with its first kanban";

    private static void AddRange(List<InstanceStep> steps, ServiceModel service, int first, int last, InstanceAction action, string reason)
    {
        for (int number = first; number <= last; number++)
            steps.Add(new InstanceStep(service.Label, number, action, reason));
    }
}
