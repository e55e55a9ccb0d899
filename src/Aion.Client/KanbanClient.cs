using System.Runtime.CompilerServices;
using Aion.Client.Busy;
using Aion.Client.Connection;
using Aion.Client.Receiving;
using Aion.Client.Sending;
using Aion.Client.StaticTopics;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.Client;

/// <summary>What a microservice needs of AION: its kanbans, its outputs, and static topics. Safe for concurrent use.</summary>
/// <example>
/// <code>
/// await using var client = KanbanClient.FromEnvironment();
/// await foreach (var kanban in client.ReceiveAsync(stop))
/// {
///     var result = Measure(kanban.Kanban.DataPath);
///     await kanban.SendAsync(new StatusKanban { ConnectionKey = "default", DataPath = result }, stop);
/// }
/// </code>
/// </example>
public sealed class KanbanClient : IAsyncDisposable
{
    private readonly KanbanClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GrpcChannel _channel;
    private readonly Kanban.KanbanClient _kanban;
    private readonly KanbanQueue.KanbanQueueClient _queues;
    private readonly OutputSender _sender;
    private readonly BusySignal _busy;

    /// <summary>A client; it connects when it is first used.</summary>
    /// <exception cref="InvalidOperationException">An option is wrong.</exception>
    public KanbanClient(KanbanClientOptions options, ILoggerFactory? loggers = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _time = time ?? TimeProvider.System;
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<KanbanClient>();
        _channel = ClientChannel.Open(options.Address);
        _kanban = new Kanban.KanbanClient(_channel);
        _queues = new KanbanQueue.KanbanQueueClient(_channel);
        _sender = new OutputSender(options.MaxBackOff, _time, _logger);
        _busy = new BusySignal(options, _time, _logger);
    }

    /// <summary>A client for the microservice that the environment names; see <see cref="KanbanClientOptions.FromEnvironment"/>.</summary>
    public static KanbanClient FromEnvironment(ILoggerFactory? loggers = null) => new(KanbanClientOptions.FromEnvironment(), loggers);

    /// <summary>
    /// The kanbans of this instance's queue, in order, without end; the connection is opened again whenever it is lost.
    /// Asking for the next kanban acknowledges the last one. Leaving the loop early (an exception, <c>break</c>, the end of the
    /// process) does not: then it is delivered again after a pause, unless <see cref="ReceivedKanban.AcknowledgeAsync"/> was called.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for the next kanban; the last one is acknowledged before.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<ReceivedKanban> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var receiver = new KanbanReceiver(_queues, _options, _time, _logger);
        while (true)
        {
            var kanban = new ReceivedKanban(await receiver.NextAsync(cancellationToken), receiver, this);
            yield return kanban;
            await kanban.AcknowledgeAsync();
        }
    }

    /// <summary>
    /// Sends an output that follows from no kanban and returns when it is durable; waits and tries again while status-kanban is
    /// away. <c>processNumber</c> is filled in.
    /// </summary>
    /// <param name="output">The kanban.</param>
    /// <param name="id">An id of your own, to make a repeated call have no second effect; default: a new one.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="KanbanRefusedException">status-kanban will not take it.</exception>
    public Task SendAsync(StatusKanban output, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return SendAsync(output, id ?? NewId(), "", "", cancellationToken);
    }

    /// <summary>Says that this instance has finished for good. A service that is not <c>always</c> is then not started again.</summary>
    public Task TerminateAsync(CancellationToken cancellationToken = default) => SendAsync(
        new StatusKanban
        {
            ConnectionKey = "service-broker",
            Metadata = new Struct
            {
                Fields =
                {
                    ["type"] = Value.ForString("terminate"),
                    ["name"] = Value.ForString(_options.ServiceName),
                    ["number"] = Value.ForNumber(_options.ProcessNumber),
                },
            },
        },
        cancellationToken: cancellationToken);

    /// <summary>
    /// Says that this instance must not be replaced now, or that it may be again. While it is busy, an update waits, for
    /// <c>restart.deferUpTo</c> of project.yml at most. Returns when service-broker has taken note of it; waits and tries again
    /// while the sidecar or service-broker is away. The end of the process ends it too.
    /// </summary>
    /// <param name="busy">Whether it is busy.</param>
    /// <param name="reason">With what, for <c>aionctl status</c>.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="InvalidOperationException">The address of the sidecar is not known.</exception>
    /// <exception cref="HttpRequestException">service-broker refused it, as for an instance that the project does not have.</exception>
    public Task SetBusyAsync(bool busy, string? reason = null, CancellationToken cancellationToken = default) =>
        _busy.SetAsync(busy, reason, cancellationToken);

    /// <summary>
    /// What a static topic has and what is added later, each once, without end. Starts with the oldest.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IAsyncEnumerable<StaticKanban> ReceiveStaticAsync(string topic, CancellationToken cancellationToken = default) =>
        new StaticTopicStream(_kanban, new BackOff(_options.MaxBackOff, _time), _logger).ReadAsync(topic, cancellationToken);

    /// <summary>Adds a kanban to a static topic and returns its id when it is durable.</summary>
    /// <exception cref="KanbanRefusedException">status-kanban will not take it, e.g. because the topic is full.</exception>
    public async Task<string> SendStaticAsync(string topic, StatusKanban kanban, CancellationToken cancellationToken = default)
    {
        var request = new StaticRequest { Topic = new Topic { Name = topic }, Message = kanban };
        var metadata = new Metadata { { "aion-kanban-id", NewId() } };
        await _sender.CallAsync(ct => _kanban.SendStaticKanbanAsync(request, metadata, cancellationToken: ct), cancellationToken);
        return metadata.GetValue("aion-kanban-id")!;
    }

    /// <summary>Removes a kanban from a static topic; one that is not there is no error.</summary>
    public Task DeleteStaticAsync(string topic, string id, CancellationToken cancellationToken = default)
    {
        var request = new DeleteStaticRequest { Topic = new Topic { Name = topic }, Id = id };
        return _sender.CallAsync(ct => _kanban.DeleteStaticKanbanAsync(request, cancellationToken: ct), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _busy.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    internal string NewId() => KanbanId.New(_time);

    internal Task SendAsync(StatusKanban output, string id, string causationId, string traceParent, CancellationToken ct)
    {
        output.ProcessNumber = _options.ProcessNumber;
        var request = new Request { MicroserviceName = _options.ServiceName, Message = output };
        var metadata = new Metadata { { "aion-kanban-id", id } };
        AddUnlessEmpty(metadata, "aion-causation-id", causationId);
        AddUnlessEmpty(metadata, "traceparent", traceParent);
        return _sender.CallAsync(token => _kanban.SendKanbanAsync(request, metadata, cancellationToken: token), ct);
    }

    private static void AddUnlessEmpty(Metadata metadata, string key, string value)
    {
        if (value.Length > 0)
        {
            metadata.Add(key, value);
        }
    }
}
