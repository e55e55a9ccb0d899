using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Cli.Terminal;

namespace Aion.Cli.Instances;

/// <summary><c>aionctl restart</c>, <c>stop</c> and <c>start</c>: one service by hand.</summary>
internal static class ControlCommand
{
    public static Command Restart(CommonOptions common) => Create(
        common, "restart", "Restart a service, or start it if it does not run", "aionctl restart judge", "aionctl restart judge/2");

    public static Command Stop(CommonOptions common) => Create(
        common, "stop", "Stop a service until `aionctl start`; its kanbans wait", "aionctl stop judge", "aionctl stop judge-002");

    public static Command Start(CommonOptions common) => Create(
        common, "start", "Start a service now, without waiting for a kanban or for its next try", "aionctl start judge", "aionctl start judge/2");

    private static AionCommand Create(CommonOptions common, string action, string description, params string[] examples)
    {
        var service = InstanceChoice.Argument();
        return new AionCommand(action, description, examples) { service }
            .Runs(common, (context, cancellation) => RunAsync(context, action, context.Value(service)!, cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string action, string typed, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        var status = await broker.StatusAsync(cancellationToken);
        var choice = InstanceChoice.Find(status, typed);
        OtherNode.Refuse(status, choice.In(status), $"{action} {choice}");
        var before = choice.In(status);
        await broker.ControlAsync(action, choice.Service, choice.Number, cancellationToken);
        var instances = choice.In(await broker.StatusAsync(cancellationToken));
        context.Output.Json(new ControlReport(action, instances), CliJson.Output.ControlReport);
        context.Output.Line(Said(action, choice));
        // Whoever asks by hand is obeyed at once; that work was cut off they should know.
        foreach (var busy in before.Where(instance => action != "start" && instance.Busy is not null))
        {
            context.Output.Line($"{busy.Name} was busy{(busy.Busy is { Length: > 0 } reason ? $" ({reason})" : "")} and was not waited for.");
        }
        var table = new ResultTable("instance", "state", "why");
        foreach (var instance in instances)
        {
            table.Add(instance.Name, StatusTable.StateText(instance.State), instance.Cause?.Text ?? "");
        }
        table.WriteTo(context.Output, (column, cell) => column == 1 ? StatusTable.StateStyle(cell) : null);
        return ExitCode.Ok;
    }

    private static string Said(string action, InstanceChoice choice) => action switch
    {
        "stop" => $"{choice} is being stopped, and stays stopped until: aionctl start {choice}",
        "restart" => $"{choice} is being restarted; see: aionctl status",
        _ => $"{choice} is being started; see: aionctl status",
    };
}
