using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Ends a gRPC call outside the gRPC stack with a trailers-only response.</summary>
internal static class GrpcStatusResponse
{
    /// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Responses</remarks>
    public static void WriteGrpcStatus(this HttpContext context, RpcException error)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        headers["grpc-status"] = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
        headers["grpc-message"] = PercentEncode(error.Status.Detail);
        foreach (var trailer in error.Trailers)
            headers[trailer.Key] = trailer.IsBinary ? Convert.ToBase64String(trailer.ValueBytes) : trailer.Value;
    }

    private static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is >= 0x20 and <= 0x7e and not (byte)'%')
                encoded.Append((char)value);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return encoded.ToString();
    }
}
