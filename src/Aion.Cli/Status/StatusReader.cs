using Aion.Cli.Hosting;
using Aion.Cli.Kanbans;
using Aion.Cli.Logs;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Lifecycle;
using Grpc.Core;

namespace Aion.Cli.Status;

/// <summary>Puts the answers of both apps together.</summary>
internal sealed class StatusReader(HostAddresses addresses, AionHome home, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(2);

    private readonly BrokerApi _broker = new(addresses.Api);
    private readonly KanbanConnection _kanban = new(addresses.Kanbans[0]);

    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await _broker.StatusAsync(cancellationToken);
        var queues = await QueuesAsync(cancellationToken);
        return new StatusReport(
            status.Device,
            status.File ?? (status.Instances.Count > 0 ? status.Directory : null),
            status.Generation,
            [.. status.Instances.Select(instance => InstanceReport.Of(
                instance,
                instance.Node is null || instance.Node == status.Node ? queues.GetValueOrDefault((instance.Service, instance.Number)) : null,
                status.Subscribers.Contains(instance.Service),
                LastWords(instance)))],
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
        _kanban.Dispose();
    }

    // What could not be started said nothing: its log ends with the words of an earlier process.
    private string? LastWords(InstanceStatus instance) =>
        instance.State is InstanceState.Backoff or InstanceState.CrashLoop or InstanceState.Failed && instance.Cause is { ExitCode: not null } or { Signal: not null }
        ? LastLine.Of(Path.Combine(home.Logs, instance.Name + ".log"))
        : null;

    // The status is worth showing without the queues too.
    private async Task<Dictionary<(string Service, int Number), QueueInfo>> QueuesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var deadline = (time.GetUtcNow() + QueueTimeout).UtcDateTime;
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
