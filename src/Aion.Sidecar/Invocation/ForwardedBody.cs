using System.IO.Pipelines;
using System.Net;

namespace Aion.Sidecar.Invocation;

/// <summary>Sends a request body on as it arrives, while the answer may already be coming back.</summary>
internal sealed class ForwardedBody(PipeReader source) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out before the first message: the caller of a stream may wait for an answer to them.
        await stream.FlushAsync(cancellationToken);
        while (true)
        {
            var read = await source.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
                await stream.WriteAsync(part, cancellationToken);
            source.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
                return;
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
