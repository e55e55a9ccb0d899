using System.CommandLine;
using System.CommandLine.Invocation;
using Aion.Cli.Hosting;
using Aion.Cli.Instances;
using Aion.Cli.Kanbans;
using Aion.Cli.Logs;
using Aion.Cli.Nodes;
using Aion.Cli.Projects;
using Aion.Cli.Status;

namespace Aion.Cli.CommandLine;

/// <summary>All commands of aionctl.</summary>
internal static class AionCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new StopSignals();
        var parsed = CreateRoot(stop).Parse(args);
        if (parsed.Action is ParseErrorAction || (parsed.Errors.Count > 0 && parsed.Action is null))
        {
            return UsageError.Write(parsed, Console.Error);
        }
        // Ctrl-C and SIGTERM are ours: `up` has to stop in order, which takes longer than the library would wait.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Requested);
    }

    private static RootCommand CreateRoot(StopSignals stop)
    {
        var common = new CommonOptions(stop);
        var root = new RootCommand("Runs a project.yml of microservices and passes kanbans between them.")
        {
            UpCommand.Create(common),
            DownCommand.Create(common),
            StatusCommand.Create(common),
            ExplainCommand.Create(common),
            LogsCommand.Create(common),
            ValidateCommand.Create(common),
            GraphCommand.Create(common),
            ControlCommand.Restart(common),
            ControlCommand.Stop(common),
            ControlCommand.Start(common),
            PlanCommand.Create(common),
            ApplyCommand.Create(common),
            DeleteCommand.Create(common),
            KanbanCommand.Create(common),
            NodeCommand.Create(common),
            VersionCommand.Create(common),
        };
        common.AddTo(root);
        ExamplesHelp.AddTo(root);
        return root;
    }
}
