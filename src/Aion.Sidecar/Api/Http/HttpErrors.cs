using System.Text.Json;
using Aion.Sidecar.Errors;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>Writes an error as daprd's HTTP API does: {"errorCode","message"} and, for the newer kind, "details".</summary>
internal static class HttpErrors
{
    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    public static async Task WriteErrorAsync(this HttpResponse response, DaprError error)
    {
        await using var json = response.StartJson(error.HttpStatus);
        json.WriteStartObject();
        json.WriteString("errorCode", error.Code);
        json.WriteString("message", error.Message);
        if (error is { Reason: not null, PlainHttp: false })
            WriteDetails(json, error);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, DaprError error)
    {
        json.WriteStartArray("details");
        if (error.Field is { } field)
        {
            json.WriteStartObject();
            json.WriteString("@type", TypePrefix + "BadRequest");
            json.WriteStartArray("field_violations");
            json.WriteStartObject();
            json.WriteString("field", field.Name);
            json.WriteString("description", field.Description);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (error.Resource is { } resource)
        {
            json.WriteStartObject();
            json.WriteString("@type", TypePrefix + "ResourceInfo");
            json.WriteString("resource_type", resource.Type);
            json.WriteString("resource_name", resource.Name);
            json.WriteString("owner", "");
            json.WriteString("description", resource.Description);
            json.WriteEndObject();
        }

        WriteErrorInfo(json, error);
        json.WriteEndArray();
    }

    private static void WriteErrorInfo(Utf8JsonWriter json, DaprError error)
    {
        json.WriteStartObject();
        json.WriteString("@type", TypePrefix + "ErrorInfo");
        json.WriteString("reason", error.Reason);
        json.WriteString("domain", "dapr.io");
        if (error.Metadata is { } metadata)
        {
            json.WriteStartObject("metadata");
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("metadata");
        }

        json.WriteEndObject();
    }
}
