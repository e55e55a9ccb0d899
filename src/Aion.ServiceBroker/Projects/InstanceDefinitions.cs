using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Projects;

/// <summary>Says of every instance of a project what the project wants of it.</summary>
internal static class InstanceDefinitions
{
    /// <param name="record">The project.</param>
    /// <param name="home">
    /// Home of the installation: whoever builds a service writes a new text into <c>run/builds/LABEL.stamp</c> there.
    /// </param>
    public static IReadOnlyList<InstanceTarget> Of(ProjectRecord record, string home) =>
    [
        .. from service in record.Project.Services
           let definition = new InstanceDefinition
           {
               Service = service,
               DeviceName = record.Project.DeviceName,
               Debug = record.Project.Debug,
               Directory = record.Directory,
               BuildStamp = service.Build.Count == 0 ? null : ReadStamp(Path.Combine(home, "run", "builds", service.Label + ".stamp")),
               Generation = record.Generation,
           }
           from number in Enumerable.Range(1, service.Scale)
           select new InstanceTarget(number, definition),
    ];

    private static string? ReadStamp(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
