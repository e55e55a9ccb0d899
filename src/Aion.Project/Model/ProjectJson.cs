using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>The model as JSON: how the broker stores the applied project. Property names in camelCase, enums as in project.yml.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = false)]
[JsonSerializable(typeof(ProjectModel))]
[JsonSerializable(typeof(RestartModel))]
[JsonSerializable(typeof(HealthModel))]
public sealed partial class ProjectJson : JsonSerializerContext
{
    /// <summary>One line of JSON.</summary>
    public static string Serialize(ProjectModel project) => JsonSerializer.Serialize(project, Default.ProjectModel);

    /// <summary>
    /// Reads what <see cref="Serialize"/> wrote, now or in another version: properties that are not known are ignored, and
    /// those that are missing get their defaults.
    /// </summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static ProjectModel Deserialize(string json)
    {
        JsonNode stored = JsonNode.Parse(json) ?? throw new JsonException("The stored project is the JSON value null.");
        ProjectJsonDefaults.Fill(stored);
        return stored.Deserialize(Default.ProjectModel)!;
    }
}
