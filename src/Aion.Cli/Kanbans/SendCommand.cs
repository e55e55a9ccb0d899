using System.CommandLine;
using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban send</c>: an output in a service's name, routed like the service's own.</summary>
internal static class SendCommand
{
    public static Command Create(CommonOptions common)
    {
        var service = new Argument<string>("SERVICE") { Description = "The service in whose name it is sent; its nextService decides where it goes" };
        var number = new Option<int>("--number", "-n") { Description = "Process number of the sender (default: 1)", DefaultValueFactory = _ => 1 };
        var key = new Option<string>("--key", "-k") { Description = "Connection key (default: default)", DefaultValueFactory = _ => "default" };
        var data = new Option<string?>("--data-path") { Description = "Folder of the files" };
        var files = new Option<string[]>("--file", "-f") { Description = "A file of the kanban; may be repeated" };
        var metadata = new Option<string?>("--metadata", "-m") { Description = "A JSON object", HelpName = "JSON" };
        var device = new Option<string?>("--device") { Description = "Another device's name" };
        var failed = new Option<bool>("--failed") { Description = "Say that the work before failed (priorSuccess: false)" };
        var force = new Option<bool>("--force") { Description = "Send it also when the running project has no such service" };
        return new AionCommand("send", "Send a kanban in the name of a service",
            "aionctl kanban send camera --metadata '{\"part\": 17}'", "aionctl kanban send measure -n 2 -k faulty --file picture.png")
        {
            service, number, key, data, files, metadata, device, failed, force,
        }.Runs(common, (context, cancellation) => RunAsync(
            context,
            context.Value(service)!,
            new Contracts.Kanbanpb.StatusKanban
            {
                StartAt = Now(context.Time),
                FinishAt = Now(context.Time),
                ProcessNumber = context.Value(number),
                ConnectionKey = context.Value(key),
                DataPath = context.Value(data) ?? "",
                FileList = { context.Value(files) ?? [] },
                Metadata = ParseMetadata(context.Value(metadata)),
                NextDeviceName = context.Value(device) ?? "",
                PriorSuccess = !context.Value(failed),
            },
            context.Value(force),
            cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string service, Contracts.Kanbanpb.StatusKanban kanban, bool force, CancellationToken cancellationToken)
    {
        using var connection = KanbanConnection.OfRunningHost(context, "kanban send");
        await SenderCheck.RunAsync(context, service, kanban.ProcessNumber, force, cancellationToken);
        var id = KanbanId.New(context.Time);
        var response = await connection.Kanbans.SendKanbanAsync(
            new Request { MicroserviceName = service, Message = kanban }, new Metadata { { "aion-kanban-id", id } }, cancellationToken: cancellationToken);
        if (response.Status != ResponseStatus.Success)
        {
            throw new CliException(ExitCode.Rejected, response.Error);
        }
        context.Output.Json(new SendReport(id, service, kanban.ProcessNumber), CliJson.Output.SendReport);
        context.Output.Line($"accepted {id}");
        return ExitCode.Ok;
    }

    private static string Now(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static Struct ParseMetadata(string? json)
    {
        try
        {
            return json is null ? new Struct() : Struct.Parser.ParseJson(json);
        }
        catch (Exception wrong) when (wrong is InvalidJsonException or InvalidProtocolBufferException)
        {
            throw new CliException(ExitCode.Usage, $"--metadata takes a JSON object, in quotes for the shell: -m '{{\"part\": 17}}'. This is none: {json}");
        }
    }
}
