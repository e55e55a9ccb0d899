using Aion.Contracts.V1;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Queues;
using Grpc.Core;
using Log = Aion.StatusKanban.Queues.Log;

namespace Aion.StatusKanban.Api;

/// <summary>aion.v1.KanbanQueue: queues with explicit answers.</summary>
internal sealed class KanbanQueueService(
    QueueRegistry queues, CurrentProject project, AnsweredDelivery delivery, ServerStop stop, ILogger<KanbanQueueService> logger)
    : Contracts.V1.KanbanQueue.KanbanQueueBase
{
    private const int DefaultLimit = 20;

    public override async Task Receive(
        IAsyncStreamReader<ReceiveRequest> requestStream, IServerStreamWriter<Delivery> responseStream, ServerCallContext context)
    {
        using var ended = stop.Link(context.CancellationToken);
        try
        {
            if (!await requestStream.MoveNext(ended.Token) || requestStream.Current.Open is not { } open)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, "The first request must open a queue."));
            }

            if (open.Prefetch < 0)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The prefetch {open.Prefetch} is negative."));
            }

            var queue = QueueName.Read(open.Service, open.ProcessNumber);
            await delivery.RunAsync(queue, open, requestStream, responseStream, ended);
        }
        catch (Exception e) when (ended.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client went, or the app stops.
        }

        stop.ThrowIfStopping();
    }

    public override async Task<ReportCrashResponse> ReportCrash(ReportCrashRequest request, ServerCallContext context)
    {
        var key = QueueName.Read(request.Service, request.ProcessNumber);
        if (project.Value is null)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "status-kanban has not read the project yet."));
        }

        if (!queues.IsKept(key) || queues.Find(key) is not { } queue)
        {
            return new ReportCrashResponse();
        }

        using var ended = stop.Link(context.CancellationToken);
        try
        {
            var answer = await queue.Crashes.ReportAsync(request.Run, request.Cause, ended.Token);
            if (!answer.Repeated)
            {
                Log.Crashed(logger, key, request.Run, answer.InFlight.Count, answer.InFlight.Count(kanban => kanban.SetAside), request.Cause);
            }

            return answer;
        }
        catch (OperationCanceledException)
        {
            stop.ThrowIfStopping();
            throw;
        }
    }

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        var limit = request.Limit > 0 ? request.Limit : DefaultLimit;
        var response = new ListResponse();
        response.Queues.AddRange(queues.Queues
            .Where(queue => request.Service.Length == 0 || queue.Key.Service == request.Service)
            .Where(queue => request.ProcessNumber == 0 || queue.Key.Number == request.ProcessNumber)
            .Select(queue => queue.Describe(limit)));
        return Task.FromResult(response);
    }
}
