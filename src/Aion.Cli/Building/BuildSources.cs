using System.Text.Json;

namespace Aion.Cli.Building;

/// <summary>
/// The files that a build's result depends on: those of its folder, and for a .NET project also those of the projects that it
/// references and the Directory.* files above it. Which projects these are, the last restore wrote down in obj.
/// </summary>
internal static class BuildSources
{
    // What builds and tools write is no reason to build again; neither is what starts with a dot.
    private static readonly HashSet<string> NotSource = ["bin", "obj", "node_modules", "dist", "target", "__pycache__", "artifacts"];

    /// <summary>Absolute paths and times, sorted by path.</summary>
    public static IReadOnlyList<FileInfo> Of(string folder)
    {
        var projects = ReferencedProjects(folder);
        var files = Below(new DirectoryInfo(folder));
        if (projects.Count > 0)
        {
            files = files.Concat(projects.Where(Directory.Exists).SelectMany(project => Below(new DirectoryInfo(project)))).Concat(Above(folder));
        }
        return [.. files.DistinctBy(file => file.FullName).OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }

    // {"projects":{"/path/of/Project.csproj":{...}}} with the project itself and all that it needs:
    // https://learn.microsoft.com/nuget/reference/msbuild-targets#restore-target
    private static HashSet<string> ReferencedProjects(string folder)
    {
        var restored = Path.Combine(folder, "obj");
        var projects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(restored) ? Directory.GetFiles(restored, "*.nuget.dgspec.json") : [])
        {
            try
            {
                using var graph = JsonDocument.Parse(File.ReadAllBytes(file));
                projects.UnionWith(graph.RootElement.GetProperty("projects").EnumerateObject().Select(project => Path.GetDirectoryName(project.Name)!));
            }
            catch (Exception unreadable) when (unreadable is JsonException or IOException or KeyNotFoundException or InvalidOperationException)
            {
                // The next build writes it anew.
            }
        }
        return projects;
    }

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => entry.Name[0] != '.' && !NotSource.Contains(entry.Name)))
        {
            if (entry is FileInfo file)
            {
                yield return file;
            }
            else if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                foreach (var source in Below(inner))
                {
                    yield return source;
                }
            }
        }
    }

    // MSBuild takes the nearest one of each name, and that one may import the next.
    private static IEnumerable<FileInfo> Above(string folder)
    {
        for (var parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
        {
            foreach (var file in parent.EnumerateFiles("Directory.*"))
            {
                yield return file;
            }
        }
    }
}
