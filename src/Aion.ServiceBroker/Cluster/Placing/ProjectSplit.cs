using System.Security.Cryptography;
using System.Text;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Placing;

/// <summary>Cuts a project into what each node runs. To its services a node is a device of its own, and the other nodes are its devices.</summary>
internal static class ProjectSplit
{
    /// <summary>What one node runs. A node without services has a part too: one without services.</summary>
    /// <param name="project">The whole project.</param>
    /// <param name="node">The node.</param>
    /// <param name="places">The node of every service, by label.</param>
    /// <param name="addressOf">Where a node is reached; its name will do until it is known.</param>
    public static ProjectModel PartOf(
        ProjectModel project, string node, IReadOnlyDictionary<string, string> places, Func<string, string> addressOf)
    {
        var devices = project.Devices.Where(d => d.Key != project.DeviceName).ToDictionary();
        foreach (var other in places.Values.Where(n => n != node).Distinct().Order(StringComparer.Ordinal))
        {
            // An address that the project itself gives for this name is its owner's decision.
            devices.TryAdd(other, new DeviceModel { Name = other, Addr = addressOf(other) });
        }

        return project with
        {
            DeviceName = node,
            Devices = devices,
            Services = [.. project.Services.Where(s => places[s.Label] == node).Select(s => ServiceOf(project, s, node, places))],
        };
    }

    /// <summary>Equal exactly when there is nothing to do for a node that has this part.</summary>
    public static string Fingerprint(ProjectModel part, string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory + "\n" + ProjectJson.Serialize(part))));

    // The target is always named, so that naming it in the file later changes nothing for what runs there already.
    private static ServiceModel ServiceOf(ProjectModel project, ServiceModel service, string node, IReadOnlyDictionary<string, string> places) =>
        service with
        {
            TargetNode = node,
            NextService = service.NextService.ToDictionary(
                key => key.Key, key => (IReadOnlyList<RouteModel>)[.. key.Value.Select(route => RouteOf(project, route, node, places))]),
            // How far those on other nodes are, the master tells.
            DependsOn = [.. service.DependsOn.Where(d => places.ContainsKey(d.Label)).Select(d => d with { Node = places[d.Label] == node ? null : places[d.Label] })],
        };

    private static RouteModel RouteOf(ProjectModel project, RouteModel route, string node, IReadOnlyDictionary<string, string> places) =>
        project.IsLocal(route) && places.TryGetValue(route.Label, out var target) ? route with { Device = target == node ? null : target } : route;
}
