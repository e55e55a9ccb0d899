using Aion.Sidecar.Tests.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>Answers with what it got; metadata that starts with x- comes back as headers and as trailers.</summary>
public sealed class EchoService(CallWatch watch) : Echo.EchoBase
{
    public override async Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context)
    {
        await BeginAsync(context);
        if (request.Hang)
            await watch.UntilCancelledAsync(context);
        return request.Fail == 0 ? request : throw new RpcException(new Status((StatusCode)request.Fail, $"failed: {request.Text}"));
    }

    public override async Task<EchoMessage> ClientStream(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
    {
        await BeginAsync(context);
        var text = "";
        await foreach (var request in requestStream.ReadAllAsync())
            text += request.Text;
        return new EchoMessage { Text = text };
    }

    public override async Task ServerStream(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await BeginAsync(context);
        foreach (var part in request.Text)
            await responseStream.WriteAsync(new EchoMessage { Text = $"{part}" });
        if (request.Hang)
            await watch.UntilCancelledAsync(context);
        if (request.Fail != 0)
            throw new RpcException(new Status((StatusCode)request.Fail, "failed after the stream"));
    }

    public override async Task Duplex(
        IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await BeginAsync(context);
        await foreach (var request in requestStream.ReadAllAsync())
            await responseStream.WriteAsync(request);
    }

    private static async Task BeginAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (!entry.Key.StartsWith("x-", StringComparison.Ordinal) && !entry.Key.StartsWith("dapr-", StringComparison.Ordinal))
                continue;
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        headers.Add("x-has-deadline", $"{context.Deadline != DateTime.MaxValue}");
        await context.WriteResponseHeadersAsync(headers);
    }
}
