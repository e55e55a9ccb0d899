using Aion.Cli.Hosting;
using Aion.Cli.Status;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.V1;
using Grpc.Net.Client;

namespace Aion.Cli.Kanbans;

/// <summary>The gRPC services of the running host's status-kanban.</summary>
internal sealed class KanbanConnection : IDisposable
{
    private readonly GrpcChannel _channel;

    public KanbanConnection(Uri address) => _channel = GrpcChannel.ForAddress(address);

    public Kanban.KanbanClient Kanbans => new(_channel);

    public KanbanQueue.KanbanQueueClient Queues => new(_channel);

    /// <exception cref="CommandLine.CliException">No host runs in this home.</exception>
    public static KanbanConnection OfRunningHost(AionHome home) => new(BrokerApi.RunningHost(home).Addresses.Kanbans[0]);

    public void Dispose() => _channel.Dispose();
}
