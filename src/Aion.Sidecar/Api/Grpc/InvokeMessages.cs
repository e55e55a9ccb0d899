using System.Globalization;
using System.Text;
using Aion.Sidecar.AppChannel;
using Aion.Sidecar.AppChannel.Grpc;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>InvokeService: the older way to call another app over gRPC, whatever the app speaks.</summary>
internal static class InvokeMessages
{
    public static async Task<InvokeResponse> InvokeAsync(SidecarApp app, InvokeServiceRequest request, ServerCallContext context)
    {
        using var answer = await app.Invoke.InvokeAsync(request.Id, Request(request.Message ?? new InvokeRequest(), context), context.CancellationToken);
        if (answer.GrpcError is { } error)
            throw new RpcException(error.Status, error.Trailers);
        await context.WriteResponseHeadersAsync(Headers(answer));
        using var body = new MemoryStream();
        await answer.Body.CopyToAsync(body, context.CancellationToken);
        if (answer.IsHttp && GrpcHttpStatus.Of(answer.HttpStatus) is not StatusCode.OK and var code)
            throw HttpError(answer.HttpStatus, code, body.ToArray()).ToRpcException();
        return new InvokeResponse { ContentType = answer.ContentType, Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(body.ToArray()) } };
    }

    private static AppRequest Request(InvokeRequest message, ServerCallContext context)
    {
        var extension = message.HttpExtension;
        var verb = extension is null or { Verb: HTTPExtension.Types.Verb.None } ? "POST" : extension.Verb.ToString().ToUpperInvariant();
        var query = string.IsNullOrEmpty(extension?.Querystring) ? "" : "?" + extension.Querystring;
        var headers = context.RequestHeaders
            .Where(entry => !entry.IsBinary && entry.Key is not ("content-type" or "te" or "user-agent") && !entry.Key.StartsWith("grpc-", StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key, new StringValues(entry.Value)));
        var body = new MemoryStream((message.Data?.Value ?? ByteString.Empty).ToByteArray(), writable: false);
        return new AppRequest(verb, message.Method, query, message.ContentType, [.. headers], body);
    }

    private static Metadata Headers(AppResponse answer)
    {
        var headers = new Metadata();
        foreach (var (name, values) in answer.Headers)
        {
            foreach (var value in values)
                headers.Add(name.ToLowerInvariant(), value ?? "");
        }

        if (answer.IsHttp)
            headers.Add("dapr-http-status", answer.HttpStatus.ToString(CultureInfo.InvariantCulture));
        return headers;
    }

    private static DaprError HttpError(int status, StatusCode code, byte[] body)
    {
        const int longestDetail = 63;
        var detail = Encoding.UTF8.GetString(body);
        var phrase = ReasonPhrases.GetReasonPhrase(status);
        return new DaprError("ERR_DIRECT_INVOKE", phrase, status, code)
        {
            Reason = phrase,
            Metadata = new Dictionary<string, string>
            {
                ["http.code"] = status.ToString(CultureInfo.InvariantCulture),
                ["http.error_message"] = detail.Length > longestDetail ? detail[..longestDetail] : detail,
            },
        };
    }
}
