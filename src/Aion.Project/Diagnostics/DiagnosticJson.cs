using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aion.Project.Diagnostics;

/// <summary>Diagnostics as JSON.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(DiagnosticReport))]
public sealed partial class DiagnosticJson : JsonSerializerContext
{
    /// <summary>For terminals and files: quotes and Japanese stay readable. Not for HTML.</summary>
    public static DiagnosticJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
