using Aion.Contracts.Kanbanpb;
using Aion.StatusKanban.Acceptance;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.StaticTopics;
using Grpc.Core;

namespace Aion.StatusKanban.Api;

/// <summary>kanbanpb.Kanban, as AION's clients know it.</summary>
internal sealed class KanbanService(
    KanbanAcceptance acceptance, StreamDelivery delivery, StaticTopicWriter staticWriter,
    StaticTopicReader staticReader, ServerStop stop) : Kanban.KanbanBase
{
    // Nobody changes a response after it was made.
    private static readonly Response Success = new() { Status = ResponseStatus.Success };

    public override async Task<Response> SendKanban(Request request, ServerCallContext context) => Answer(
        await acceptance.AcceptAsync(request, OutputCall.From(context.GetHttpContext().Request.Headers), context.CancellationToken), context);

    public override async Task ReceiveKanban(
        InitializeService request, IServerStreamWriter<KanbanMessage> responseStream, ServerCallContext context)
    {
        var queue = QueueName.Read(request.MicroserviceName, request.ProcessNumber);
        var initial = request.InitType == InitializeType.StartServiceWithoutKanban;
        using var ended = stop.Link(context.CancellationToken);
        await delivery.RunAsync(queue, initial, responseStream, ended.Token);
        stop.ThrowIfStopping();
    }

    public override async Task ReceiveStaticKanban(
        Topic request, IServerStreamWriter<StaticKanban> responseStream, ServerCallContext context)
    {
        if (request.Name.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The topic has no name."));
        }

        using var ended = stop.Link(context.CancellationToken);
        await staticReader.RunAsync(request.Name, responseStream, ended.Token);
        stop.ThrowIfStopping();
    }

    public override async Task<Response> SendStaticKanban(StaticRequest request, ServerCallContext context) => Answer(
        await staticWriter.AppendAsync(request, OutputCall.From(context.GetHttpContext().Request.Headers), context.CancellationToken), context);

    public override async Task<Response> DeleteStaticKanban(DeleteStaticRequest request, ServerCallContext context) =>
        Answer(await staticWriter.DeleteAsync(request, context.CancellationToken), context);

    private static Response Answer(Refusal? refusal, ServerCallContext context)
    {
        if (refusal is null)
        {
            return Success;
        }

        if (refusal.IsTransient)
        {
            // AION's response has no place for it; clients that know the trailer try again with the same id.
            context.ResponseTrailers.Add("aion-retry", "1");
        }

        return new Response { Status = ResponseStatus.Failed, Error = refusal.Text };
    }
}
