using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Placing;

/// <summary>Which services belong together: those that a local route or a dependency connects, in either direction.</summary>
internal sealed class ServiceLinks
{
    private readonly Dictionary<string, List<string>> _neighbours;

    public ServiceLinks(ProjectModel project)
    {
        _neighbours = project.Services.ToDictionary(s => s.Label, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var service in project.Services)
        {
            var routes = service.NextService.Values.SelectMany(r => r).Where(project.IsLocal).Select(r => r.Label);
            foreach (var other in routes.Concat(service.DependsOn.Select(d => d.Label)))
            {
                if (other != service.Label && _neighbours.TryGetValue(other, out var back))
                {
                    _neighbours[service.Label].Add(other);
                    back.Add(service.Label);
                }
            }
        }
    }

    /// <summary>The other ends of a service's connections; one that is connected twice comes twice.</summary>
    public IReadOnlyList<string> Of(string label) => _neighbours[label];

    /// <summary>The services that are connected with each other among these, in the order of <paramref name="labels"/>.</summary>
    public IEnumerable<IReadOnlyList<string>> Groups(IReadOnlyList<string> labels)
    {
        var open = labels.ToHashSet(StringComparer.Ordinal);
        foreach (var first in labels.Where(open.Remove))
        {
            var group = new List<string> { first };
            for (var i = 0; i < group.Count; i++)
            {
                group.AddRange(_neighbours[group[i]].Where(open.Remove));
            }

            yield return group;
        }
    }
}
