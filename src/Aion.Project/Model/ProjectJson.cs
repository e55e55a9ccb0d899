using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>The model as JSON: how the broker stores the applied project. Property names in camelCase, enums as in project.yml.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = false)]
[JsonSerializable(typeof(ProjectModel))]
public sealed partial class ProjectJson : JsonSerializerContext
{
    /// <summary>One line of JSON.</summary>
    public static string Serialize(ProjectModel project) => JsonSerializer.Serialize(project, Default.ProjectModel);

    /// <summary>Reads what <see cref="Serialize"/> wrote; unknown properties of a newer version are ignored.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static ProjectModel Deserialize(string json) =>
        JsonSerializer.Deserialize(json, Default.ProjectModel) ?? throw new JsonException("The stored project is the JSON value null.");
}
