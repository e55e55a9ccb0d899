using Aion.Cli.CommandLine;
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

    /// <exception cref="CliException">No host runs in this home, or another one is meant.</exception>
    public static KanbanConnection OfRunningHost(CommandContext context, string command) => new(BrokerApi.RunningHost(context.OwnHome(command)).Addresses.Kanbans[0]);

    public void Dispose() => _channel.Dispose();
}
