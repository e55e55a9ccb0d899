using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Invocation;

/// <summary>The app's answer as it goes back to the caller: headers, messages as they come, trailers.</summary>
internal static class GrpcProxyResponse
{
    public static async Task CopyAsync(HttpResponseMessage response, HttpContext context)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                context.Response.Headers[name] = new StringValues([.. values]);
        }

        var stream = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await CopyBodyAsync(stream, context.Response.BodyWriter, context.RequestAborted);
        if (!context.Response.SupportsTrailers())
            return;
        foreach (var (name, values) in response.TrailingHeaders)
            context.Response.AppendTrailer(name, new StringValues([.. values]));
    }

    private static async Task CopyBodyAsync(Stream from, PipeWriter to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (true)
            {
                var reading = from.ReadAsync(buffer, cancellationToken);
                // Nothing more is here yet: let the caller have the headers and what was read. An answer of trailers alone
                // ends at once and is not flushed, so that it stays one.
                if (!reading.IsCompleted)
                    await to.FlushAsync(cancellationToken);
                var read = await reading;
                if (read == 0)
                    return;
                to.Write(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
