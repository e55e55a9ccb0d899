using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Kanbans;
using Aion.Cli.Logs;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle;
using Grpc.Core;

namespace Aion.Cli.Status;

/// <summary>Puts the answers of both apps together.</summary>
internal sealed class StatusReader(HostAddresses addresses, CommandContext context) : IDisposable
{
    private static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(2);

    private readonly BrokerApi _broker = new(addresses.Api, context.Token);

    // Of a broker elsewhere nobody said where its status-kanban is.
    private readonly KanbanConnection? _kanban = addresses.Kanbans is [var kanban, ..] ? new(kanban) : null;

    /// <summary>Of the broker that was named, else of the host that runs in the home.</summary>
    /// <exception cref="CliException">None does.</exception>
    public static StatusReader Of(CommandContext context) => new(
        context.Broker is { } broker ? new HostAddresses(broker, broker, [], new Dictionary<string, Uri>()) : BrokerApi.RunningHost(context.Home).Addresses, context);

    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await _broker.StatusAsync(cancellationToken);
        var queues = await QueuesAsync(cancellationToken);
        bool IsOwn(InstanceStatus instance) => instance.Node is null || instance.Node == status.Node;
        return new StatusReport(
            status.Device,
            status.File ?? (status.Instances.Count > 0 ? status.Directory : null),
            status.Generation,
            [.. status.Instances.Select(instance => InstanceReport.Of(
                instance,
                IsOwn(instance) ? queues.GetValueOrDefault((instance.Service, instance.Number)) : null,
                status.Subscribers.Contains(instance.Service),
                context.Broker is null && IsOwn(instance) ? LastWords(instance) : null))],
            status.Outbox,
            status.Dead,
            status.Routed)
        {
            Mode = status.Mode,
            Nodes = status.Mode == "master" ? status.Nodes : null,
            Master = status.Master,
        };
    }

    public void Dispose()
    {
        _broker.Dispose();
        _kanban?.Dispose();
    }

    // What could not be started said nothing: its log ends with the words of an earlier process.
    private string? LastWords(InstanceStatus instance) =>
        instance.State is InstanceState.Backoff or InstanceState.CrashLoop or InstanceState.Failed && instance.Cause is { ExitCode: not null } or { Signal: not null }
        ? LastLine.Of(Path.Combine(context.Home.Logs, instance.Name + ".log"))
        : null;

    // The status is worth showing without the queues too.
    private async Task<Dictionary<(string Service, int Number), QueueInfo>> QueuesAsync(CancellationToken cancellationToken)
    {
        if (_kanban is null)
        {
            return [];
        }
        try
        {
            var deadline = (context.Time.GetUtcNow() + QueueTimeout).UtcDateTime;
            var answer = await _kanban.Queues.ListAsync(new ListRequest { Limit = 1 }, deadline: deadline, cancellationToken: cancellationToken);
            return answer.Queues.ToDictionary(queue => (queue.Service, queue.ProcessNumber));
        }
        catch (RpcException)
        {
            // Ctrl-C during the call is no failure of it.
            cancellationToken.ThrowIfCancellationRequested();
            return [];
        }
    }
}
