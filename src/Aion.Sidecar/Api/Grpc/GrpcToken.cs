using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aion.Sidecar.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Checks the call metadata dapr-api-token of every gRPC call, proxied calls included.</summary>
internal sealed class GrpcToken(string? token)
{
    public const string Key = "dapr-api-token";

    private readonly byte[]? _token = string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetBytes(token);

    /// <summary>null: the call may go on; else why not.</summary>
    public DaprError? Refusal(HttpRequest request)
    {
        if (_token is null)
            return null;
        var given = request.Headers[Key];
        if (given.Count == 0)
            return Unauthenticated("missing api token in request metadata");
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[0] ?? ""), _token)
            ? null
            : Unauthenticated("authentication error: api token mismatch");
    }

    private static DaprError Unauthenticated(string reason) => new("", "Unauthorized", StatusCodes.Status401Unauthorized, StatusCode.Unauthenticated)
    {
        Reason = "Unauthorized",
        Metadata = new Dictionary<string, string>
        {
            ["http.code"] = StatusCodes.Status401Unauthorized.ToString(CultureInfo.InvariantCulture),
            ["http.error_message"] = reason,
        },
    };
}
