using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aion.Sidecar.Errors;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>Bodies of the HTTP API.</summary>
internal static class HttpJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer onto the body; disposing it flushes.</summary>
    public static Utf8JsonWriter StartJson(this HttpResponse response, int status = StatusCodes.Status200OK)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        return new Utf8JsonWriter(response.BodyWriter, Relaxed);
    }

    public static async Task WriteDataAsync(this HttpResponse response, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        response.ContentType ??= "application/json";
        response.ContentLength = data.Length;
        await response.BodyWriter.WriteAsync(data, cancellationToken);
    }

    public static async ValueTask<byte[]> ReadBodyAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <exception cref="DaprException">The body is no JSON (<paramref name="malformed"/>).</exception>
    public static async ValueTask<JsonDocument> ReadJsonAsync(this HttpRequest request, Func<string, DaprError> malformed)
    {
        var body = await request.ReadBodyAsync(request.HttpContext.RequestAborted);
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException error)
        {
            throw new DaprException(malformed(body.Length == 0 ? "EOF" : error.Message));
        }
    }
}
