using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Projects;
using Aion.ServiceBroker.Cluster.Settings;

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
        var mode = Text("--mode", "default|master|worker", "Part in a cluster (default: default, none)");
        var master = Text("--master", "HOST[:11110]", "Worker: where its master is");
        var node = Text("--node", "NAME", "Name of this node, as targetNode says it (default: the host name)");
        var host = Text("--host", "ADDRESS", "Loopback address to listen on, for several nodes on one machine (default: 127.0.0.1)");
        var background = new Option<bool>(BackgroundOption) { Hidden = true };
        return new AionCommand("up", "Start the platform and a project; Ctrl-C ends everything",
            "aionctl up", "aionctl up line/project.yml --detach", "aionctl up --home /tmp/second --ports auto", "aionctl up --components components", "aionctl up --mode worker --master 192.168.0.5 --node hall3")
        {
            file, detach, ports, components, noBuild, mode, master, node, host, background,
        }.Runs(common, (context, cancellation) =>
        {
            _ = context.OwnHome("up");
            var settings = NodeSettings.Read(
                new Dictionary<string, string?>
                {
                    ["--mode"] = context.Value(mode), ["--master"] = context.Value(master), ["--node"] = context.Value(node),
                },
                context.Value(host));
            var options = new UpOptions(
                FileOf(settings.Cluster.Kind, context.Value(file)), context.Value(ports), Folders(context.Value(components)), !context.Value(noBuild), settings);
            return context.Value(detach)
                ? new DetachedHost(context, options).StartAsync(cancellation)
                : new HostSession(context, options, context.Value(background)).RunAsync(cancellation);
        });
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    // A worker is handed its part by the master. A master goes on with the project that was applied to the cluster last: the folder
    // where it is started again must not decide what all nodes run.
    private static string? FileOf(ClusterMode mode, string? typed) => mode switch
    {
        ClusterMode.Worker when typed is not null => throw new CliException(
            ExitCode.Usage, $"A worker is handed its part of the project by its master: apply {typed} there, and leave it out here."),
        ClusterMode.Worker => null,
        ClusterMode.Master when typed is null => null,
        _ => ProjectFile.Locate(typed),
    };

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
