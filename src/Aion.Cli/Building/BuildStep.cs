using System.Security.Cryptography;
using System.Text;
using Aion.Project.Model;

namespace Aion.Cli.Building;

/// <summary>A service's <c>build:</c> command and the folder it runs in.</summary>
internal sealed record BuildStep(string Service, IReadOnlyList<string> Command, string Folder)
{
    // What builds and tools write is no reason to build again; neither is what starts with a dot.
    private static readonly HashSet<string> NotSource = ["bin", "obj", "node_modules", "dist", "target", "__pycache__", "artifacts"];

    public static IReadOnlyList<BuildStep> Of(ProjectModel project, string projectFolder) =>
    [
        .. project.Services.Where(service => service.Build.Count > 0)
            .Select(service => new BuildStep(service.Label, service.Build, Path.GetFullPath(service.DirectoryPath ?? ".", projectFolder))),
    ];

    /// <summary>Changes when the command, the folder or the service's name does.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [Service, Folder, .. Command]))))[..16];

    /// <summary>The latest change of a file or folder among the sources.</summary>
    public DateTime NewestSource() => Sources(new DirectoryInfo(Folder)).Max();

    private static IEnumerable<DateTime> Sources(DirectoryInfo folder)
    {
        yield return DateTime.MinValue;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name[0] == '.' || NotSource.Contains(entry.Name))
            {
                continue;
            }
            yield return entry.LastWriteTimeUtc;
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                foreach (var time in Sources(inner))
                {
                    yield return time;
                }
            }
        }
    }
}
