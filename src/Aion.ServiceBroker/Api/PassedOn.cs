using System.Text.Json;
using System.Text.Json.Nodes;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster;

namespace Aion.ServiceBroker.Api;

/// <summary>The answer of another node, as far as it can be one.</summary>
internal sealed class PassedOn(NodeAnswer answer) : IResult
{
    private const string Text = "text/plain; charset=utf-8";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var isText = answer.ContentType == Text;
        var body = isText ? answer.Body.ToByteArray() : Printable(answer.Body.Span);
        if (body is null || answer.Status is not (200 or 202 or (>= 400 and <= 599)))
        {
            await Results.Problem("The node's answer cannot be read: is it of another version?", statusCode: StatusCodes.Status502BadGateway).ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.StatusCode = answer.Status;
        httpContext.Response.ContentType = isText ? Text : answer.Status < 300 ? "application/json" : "application/problem+json";
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static byte[]? Printable(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(Printable(JsonNode.Parse(json)), NodeJson.Default.JsonNode);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // A key that comes twice is an ArgumentException.
            return null;
        }
    }

    private static JsonNode? Printable(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(PeerText.Line(f.Key), Printable(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Printable)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(PeerText.Line(value.GetValue<string>())),
        null => null,
        _ => node.DeepClone(),
    };
}
