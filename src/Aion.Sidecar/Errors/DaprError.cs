using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>An answer that says no, in both of Dapr's languages.</summary>
/// <param name="Code">errorCode of the HTTP body, such as ERR_STATE_STORE_NOT_FOUND.</param>
/// <param name="Message">For people; also the gRPC status message.</param>
/// <param name="HttpStatus">Status of the HTTP answer.</param>
/// <param name="GrpcStatus">Status code of the gRPC answer.</param>
internal sealed record DaprError(string Code, string Message, int HttpStatus, StatusCode GrpcStatus)
{
    /// <summary>reason of google.rpc.ErrorInfo; null: the error is of the older kind that has no details.</summary>
    public string? Reason { get; init; }

    /// <summary>metadata of google.rpc.ErrorInfo.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>google.rpc.ResourceInfo; null: none.</summary>
    public ErrorResource? Resource { get; init; }

    /// <summary>google.rpc.BadRequest with one violation; null: none.</summary>
    public ErrorField? Field { get; init; }

    /// <summary>The details are given over gRPC only: over HTTP daprd still answers with the older kind.</summary>
    public bool PlainHttp { get; init; }
}
