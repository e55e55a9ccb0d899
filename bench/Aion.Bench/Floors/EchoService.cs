using Aion.Contracts.Kanbanpb;
using Grpc.Core;

namespace Aion.Bench.Floors;

/// <summary>Answers at once: what is left is the price of a unary gRPC call.</summary>
internal sealed class EchoService : Kanban.KanbanBase
{
    private static readonly Task<Response> Answer = Task.FromResult(new Response());

    public override Task<Response> SendKanban(Request request, ServerCallContext context) => Answer;
}
