using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>
/// Finds why a worker cannot run a part that a master sent. A project was checked where it was applied; this is for a master of
/// another version, and for one that is not what it should be: labels become paths of files here.
/// </summary>
internal static class PartCheck
{
    private const int MostServices = 10_000;
    private const int MostInstances = 999;

    /// <param name="part">What is to run here.</param>
    /// <param name="directory">The folder that it belongs to.</param>
    /// <param name="node">This node's name.</param>
    /// <returns>The rest of a sentence; null: it can.</returns>
    public static string? ProblemOf(ProjectModel part, string directory, string node)
    {
        if (part.DeviceName != node)
        {
            return $"it is for node '{PeerText.Line(part.DeviceName)}', and this is {node}";
        }

        if (!Path.IsPathRooted(directory) || directory.Any(char.IsControl))
        {
            return $"its directory '{PeerText.Line(directory)}' is no absolute path";
        }

        return part.Services is null or { Count: > MostServices } ? $"it has more than {MostServices} services, or a list that is none"
            : part.Devices is null || part.Devices.Values.Any(d => d is not { Name: not null, Addr: not null }) ? "one of its devices is none"
            : part.Services.Select(ProblemOf).FirstOrDefault(problem => problem is not null)
                ?? (part.Services.CountBy(s => s.Label).FirstOrDefault(s => s.Value > 1).Key is { } twice ? $"it has service {twice} twice" : null);
    }

    private static string? ProblemOf(ServiceModel? service)
    {
        if (service is null || !PeerText.IsLabel(service.Label) || service.Name is null)
        {
            return $"'{PeerText.Line(service?.Label)}' cannot be the name of a service";
        }

        return service.Scale is < 1 or > MostInstances ? $"service {service.Label} has scale {service.Scale}, and 1 to {MostInstances} is possible"
            : service.Interval < 0 ? $"service {service.Label} has interval {service.Interval}"
            : IsIncomplete(service) ? $"service {service.Label} is incomplete"
            : null;
    }

    private static bool IsIncomplete(ServiceModel service) =>
        service.Command is null || service.Command.Any(word => word is null)
        || service.Env is null || service.Env.Values.Any(value => value is null)
        || service.NextService is null || service.NextService.Values.Any(routes => routes is null || routes.Any(r => r is not { Label: not null }))
        || service.DependsOn is null || service.DependsOn.Any(d => d is not { Label: not null })
        || service.Build is null
        || service.Restart is { Backoff: null }
        || service.Health is { Command: null }
        || (service.DirectoryPath?.Contains('\0', StringComparison.Ordinal) ?? false);
}
