using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Placing;

/// <summary>
/// Says which node runs which service. A service with <c>targetNode</c> runs there; one that has a place keeps it, however busy
/// its node is; the rest goes, together with what it is connected with, to where most of its connections lead, and without any
/// to the least busy node.
/// </summary>
internal static class Placement
{
    /// <param name="project">What is to run.</param>
    /// <param name="before">Places that services have, by label.</param>
    /// <param name="candidates">The nodes to choose from, at least one.</param>
    /// <param name="avoid">A node that connections do not lead to, because it is lost; null: none.</param>
    /// <returns>The node of every service, by label.</returns>
    public static Dictionary<string, string> Of(
        ProjectModel project, IReadOnlyDictionary<string, string> before, IReadOnlyList<NodeCandidate> candidates, string? avoid = null)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in project.Services)
        {
            if ((service.TargetNode ?? before.GetValueOrDefault(service.Label)) is { } node)
            {
                places[service.Label] = node;
            }
        }

        var links = new ServiceLinks(project);
        var open = project.Services.Select(s => s.Label).Where(label => !places.ContainsKey(label)).ToList();
        foreach (var group in links.Groups(open))
        {
            var node = NodeOfNeighbours(group, links, places, avoid) ?? LeastBusy(project, group, places, candidates);
            foreach (var label in group)
            {
                places[label] = node;
            }
        }

        return places;
    }

    private static string? NodeOfNeighbours(
        IReadOnlyList<string> group, ServiceLinks links, Dictionary<string, string> places, string? avoid) => group
        .SelectMany(links.Of)
        .Where(places.ContainsKey)
        .Select(label => places[label])
        .Where(node => node != avoid)
        .GroupBy(node => node)
        .OrderByDescending(g => g.Count())
        .ThenBy(g => g.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;

    // An instance per core counts as much as a machine whose processors or memory are all in use. What is measured is rounded,
    // so that its noise does not decide.
    private static string LeastBusy(
        ProjectModel project, IReadOnlyList<string> group, Dictionary<string, string> places, IReadOnlyList<NodeCandidate> candidates)
    {
        var instances = project.Services.Where(s => places.ContainsKey(s.Label)).GroupBy(s => places[s.Label])
            .ToDictionary(g => g.Key, g => g.Sum(s => s.Scale));
        var added = project.Services.Where(s => group.Contains(s.Label)).Sum(s => s.Scale);
        return candidates.OrderBy(Score).ThenBy(c => c.Name, StringComparer.Ordinal).First().Name;

        double Score(NodeCandidate node) =>
            ((instances.GetValueOrDefault(node.Name) + added) / (double)Math.Max(1, node.Load.Cores))
            + Math.Round(Math.Max(node.Load.Cpu, node.Load.Memory), 1);
    }
}
