using System.Globalization;
using System.Text;
using Aion.Project.Model;

namespace Aion.Project.Graph;

/// <summary>The flow of kanbans as a Mermaid flowchart: https://mermaid.js.org/syntax/flowchart.html.</summary>
public static class MermaidGraph
{
    /// <summary>
    /// Microservices are boxes (rounded: starts with the project; double sides: without kanban), other devices are groups,
    /// routes are arrows with their connection key; arrows to number 1 only say so. Ends with a line feed.
    /// </summary>
    public static string Write(ProjectModel project)
    {
        MermaidNodes nodes = new();
        StringBuilder graph = new("flowchart LR\n");
        foreach (ServiceModel service in project.Services)
            graph.Append(CultureInfo.InvariantCulture, $"  {nodes.IdOf(service.Label)}{Shape(service)}\n");
        WriteRemote(graph, project, nodes);
        foreach (ServiceModel service in project.Services)
            foreach ((string key, IReadOnlyList<RouteModel> routes) in service.NextService)
                foreach (RouteModel route in routes)
                    graph.Append(
                        CultureInfo.InvariantCulture,
                        $"  {nodes.IdOf(service.Label)} {Arrow(key, route)} {Target(project, nodes, route)}\n");
        foreach (ServiceModel service in project.Services)
            foreach (DependencyModel dependency in service.DependsOn)
                graph.Append(
                    CultureInfo.InvariantCulture,
                    $"  {nodes.IdOf(dependency.Label)} -. {dependency.Condition.ToString().ToLowerInvariant()} .-> {nodes.IdOf(service.Label)}\n");
        return graph.ToString();
    }

    private static void WriteRemote(StringBuilder graph, ProjectModel project, MermaidNodes nodes)
    {
        IEnumerable<RouteModel> remote = project.Services.SelectMany(s => s.NextService.Values).SelectMany(r => r).Where(r => !project.IsLocal(r));
        foreach (IGrouping<string, RouteModel> device in remote.GroupBy(r => r.Device!))
        {
            graph.Append(CultureInfo.InvariantCulture, $"  subgraph {nodes.IdOf($"device {device.Key}")}[\"{Escape(device.Key)}\"]\n");
            foreach (string label in device.Select(r => r.Label).Distinct())
                graph.Append(CultureInfo.InvariantCulture, $"    {nodes.IdOf($"{device.Key}/{label}")}[\"{Escape(label)}\"]\n");
            graph.Append("  end\n");
        }
    }

    private static string Shape(ServiceModel service)
    {
        string text = Escape(service.Label) + (service.Scale > 1 ? string.Create(CultureInfo.InvariantCulture, $" ×{service.Scale}") : "");
        return service.WithoutKanban ? $"[[\"{text}\"]]" : service.Startup ? $"([\"{text}\"])" : $"[\"{text}\"]";
    }

    private static string Arrow(string key, RouteModel route)
    {
        string label = (key == "default" ? "" : key) + (route.Pattern == RoutePattern.First ? " (to 001)" : "");
        return label.Length == 0 ? "-->" : $"-->|\"{Escape(label.Trim())}\"|";
    }

    private static string Target(ProjectModel project, MermaidNodes nodes, RouteModel route) =>
        nodes.IdOf(project.IsLocal(route) ? route.Label : $"{route.Device}/{route.Label}");

    // Mermaid reads #quot; inside of a quoted text, but no backslash.
    private static string Escape(string text) =>
        text.Replace("#", "#35;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal);
}
