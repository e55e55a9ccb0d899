using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Projects;

namespace Aion.Cli.Hosting;

/// <summary><c>aionctl up</c>: from a project file to running services.</summary>
internal static class UpCommand
{
    /// <summary>Told to the background process by the one that started it.</summary>
    internal const string BackgroundOption = "--background-host";

    public static Command Create(CommonOptions common)
    {
        var file = ProjectFile.OptionalArgument();
        var detach = new Option<bool>("--detach", "-d") { Description = "Leave it running in the background; returns when it is ready" };
        var ports = Choice.Option<PortPolicy>("--ports", "What to do when a port is taken: say so and end, or take a free one");
        var components = new Option<string[]>("--components")
        {
            Description = "Folder of Dapr component files instead of the embedded ones; may be repeated",
            HelpName = "DIR",
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Skip the build: steps of the project" };
        var background = new Option<bool>(BackgroundOption) { Hidden = true };
        return new AionCommand("up", "Start the platform and a project; Ctrl-C ends everything",
            "aionctl up", "aionctl up line/project.yml --detach", "aionctl up --home /tmp/second --ports auto", "aionctl up --components components")
        {
            file, detach, ports, components, noBuild, background,
        }.Runs(common, (context, cancellation) =>
        {
            var options = new UpOptions(
                ProjectFile.Locate(context.Value(file)), context.Value(ports), Folders(context.Value(components)), !context.Value(noBuild));
            return context.Value(detach)
                ? new DetachedHost(context, options).StartAsync(cancellation)
                : new HostSession(context, options, context.Value(background)).RunAsync(cancellation);
        });
    }

    private static string[] Folders(string[]? typed)
    {
        foreach (var folder in typed ?? [])
        {
            if (!Directory.Exists(folder))
            {
                throw new CliException(ExitCode.Usage, $"The component folder {folder} is not there.");
            }
        }
        return [.. (typed ?? []).Select(Path.GetFullPath)];
    }
}
