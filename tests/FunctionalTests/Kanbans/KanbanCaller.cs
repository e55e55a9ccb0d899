using Aion.Contracts.Kanbanpb;
using Aion.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.FunctionalTests.Kanbans;

/// <summary>A microservice's side of SendKanban, on a connection of its own.</summary>
internal sealed class KanbanCaller(Uri address) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);

    public Kanban.KanbanClient Client => field ??= new Kanban.KanbanClient(_channel);

    /// <summary>A kanban whose metadata holds the number, so that a receiver can check the order.</summary>
    public static StatusKanban Numbered(int number, string connectionKey = "", string padding = "")
    {
        var metadata = new Struct { Fields = { ["number"] = Value.ForNumber(number) } };
        if (padding.Length > 0)
        {
            metadata.Fields["padding"] = Value.ForString(padding);
        }

        return new StatusKanban { ConnectionKey = connectionKey, ProcessNumber = 1, PriorSuccess = true, Metadata = metadata };
    }

    public async Task<Response> SendAsync(string service, StatusKanban kanban, string? id = null)
    {
        var headers = id is null ? null : new Metadata { { "aion-kanban-id", id } };
        var request = new Request { MicroserviceName = service, Message = kanban };
        return await Client.SendKanbanAsync(request, headers, deadline: DateTime.UtcNow + Within.Default);
    }

    /// <summary>Sends and fails the test when it was not accepted.</summary>
    public async Task AcceptedAsync(string service, StatusKanban kanban, string? id = null)
    {
        var response = await SendAsync(service, kanban, id);
        Assert.True(response.Status == ResponseStatus.Success, response.Error);
    }

    public void Dispose() => _channel.Dispose();
}
