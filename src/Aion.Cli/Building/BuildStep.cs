using System.Security.Cryptography;
using System.Text;
using Aion.Project.Model;

namespace Aion.Cli.Building;

/// <summary>A service's <c>build:</c> command and the folder it runs in.</summary>
internal sealed record BuildStep(string Service, IReadOnlyList<string> Command, string Folder)
{
    public static IReadOnlyList<BuildStep> Of(ProjectModel project, string projectFolder) =>
    [
        .. project.Services.Where(service => service.Build.Count > 0)
            .Select(service => new BuildStep(service.Label, service.Build, Path.GetFullPath(service.DirectoryPath ?? ".", projectFolder))),
    ];

    /// <summary>Changes when the command, the folder or the service's name does.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [Service, Folder, .. Command]))))[..16];
}
