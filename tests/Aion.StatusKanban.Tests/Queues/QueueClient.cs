using Aion.Contracts.V1;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

/// <summary>A client of KanbanQueue.Receive.</summary>
internal sealed class QueueClient : IDisposable
{
    private QueueClient(AsyncDuplexStreamingCall<ReceiveRequest, Delivery> call) => Call = call;

    public AsyncDuplexStreamingCall<ReceiveRequest, Delivery> Call { get; }

    public static async Task<QueueClient> OpenAsync(KanbanQueue.KanbanQueueClient queues, string service, int number, int prefetch)
    {
        var call = queues.Receive();
        await call.RequestStream.WriteAsync(new ReceiveRequest
        {
            Open = new OpenQueue { Service = service, ProcessNumber = number, Prefetch = prefetch },
        });
        return new QueueClient(call);
    }

    public async Task<List<Delivery>> ReadAsync(int count)
    {
        var read = new List<Delivery>();
        while (read.Count < count && await Call.ResponseStream.MoveNext().Within30s($"delivery {read.Count + 1} of {count}"))
        {
            read.Add(Call.ResponseStream.Current);
        }

        return read;
    }

    public Task AnswerAsync(Delivery delivery, Acknowledgement.Types.Result result = Acknowledgement.Types.Result.Done, string reason = "") =>
        Call.RequestStream.WriteAsync(new ReceiveRequest
        {
            Acknowledge = new Acknowledgement { KanbanId = delivery.KanbanId, Result = result, Reason = reason },
        });

    public void Dispose() => Call.Dispose();
}
