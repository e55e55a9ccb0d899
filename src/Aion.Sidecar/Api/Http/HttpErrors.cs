using System.Text.Json;
using Aion.Sidecar.Errors;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>Writes an error as daprd's HTTP API does: {"errorCode","message"} and, for the newer kind, "details".</summary>
internal static class HttpErrors
{
    public static async Task WriteErrorAsync(this HttpResponse response, DaprError error)
    {
        response.StatusCode = error.HttpStatus;
        response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("errorCode", error.Code);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }
}
