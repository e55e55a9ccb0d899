using System.Text.Json;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Aion.ServiceBroker.Projects;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Answers what the master asks in the name of somebody who asked it: what this broker's own API would answer.</summary>
internal sealed class Answers(
    IInstanceLifecycle lifecycle, AppliedProjects projects, InstanceLogs logs, IOptions<ClusterOptions> options)
{
    private const int MostLines = 10_000;
    private const int MostBytes = 4 * 1024 * 1024;
    private const string Json = "application/json";

    /// <summary>Always an answer, whatever is asked.</summary>
    public async Task<NodeAnswer> ToAsync(NodeQuestion question, CancellationToken ct)
    {
        NodeAnswer answer;
        try
        {
            answer = await FindAsync(question, question.Number > 0 ? question.Number : null, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // A log that cannot be read is no reason to end the link.
            answer = AnswerProblem.Of(StatusCodes.Status500InternalServerError, $"Node {options.Value.NodeName} cannot say: {e.Message}");
        }

        answer.Id = question.Id;
        return answer;
    }

    private async Task<NodeAnswer> FindAsync(NodeQuestion question, int? number, CancellationToken ct) => question.Kind switch
    {
        "explain" => Explained(await lifecycle.ExplainAsync(question.Service, number, ct)),
        "restart" => Control(InstanceRequest.Restart, question.Service, number),
        "stop" => Control(InstanceRequest.Stop, question.Service, number),
        "start" => Control(InstanceRequest.Start, question.Service, number),
        "logs" => await LogAsync(question.Service, question.Number, question.Lines, ct),
        _ => AnswerProblem.Of(StatusCodes.Status501NotImplemented, $"Node {options.Value.NodeName} cannot be asked that: its broker is of another version."),
    };

    private NodeAnswer Explained(ServiceExplanation? story) => story is null ? NotHere() : new NodeAnswer
    {
        Status = StatusCodes.Status200OK,
        ContentType = Json,
        Body = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(story.On(options.Value.NodeName), ApiJson.Default.ServiceExplanation)),
    };

    private NodeAnswer Control(InstanceRequest request, string service, int? number)
    {
        var instances = lifecycle.Control(request, service, number);
        return instances.Count == 0 ? NotHere() : new NodeAnswer
        {
            Status = StatusCodes.Status202Accepted,
            ContentType = Json,
            Body = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(instances, ApiJson.Default.IReadOnlyListInstanceStatus)),
        };
    }

    private async Task<NodeAnswer> LogAsync(string service, int number, int lines, CancellationToken ct)
    {
        if (projects.Current.Project.FindService(service) is not { } known || number < 1 || number > known.Scale)
        {
            return NotHere();
        }

        using var tail = new MemoryStream();
        await new InstanceLogReader(logs.PathOf(known.InstanceName(number))).CopyTailAsync(Math.Clamp(lines, 0, MostLines), tail, ct);
        var text = tail.GetBuffer().AsMemory(0, (int)tail.Length);
        return new NodeAnswer
        {
            Status = StatusCodes.Status200OK,
            ContentType = "text/plain; charset=utf-8",
            Body = ByteString.CopyFrom(text[Math.Max(0, text.Length - MostBytes)..].Span),
        };
    }

    private NodeAnswer NotHere() => AnswerProblem.Of(
        StatusCodes.Status404NotFound, $"Node {options.Value.NodeName} has no such instance: it may not have taken its part of the project yet (aionctl status).");
}
