using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Projects;

// As Aion.Project stores a model: the same names and enum texts.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProjectRecord))]
internal sealed partial class ProjectRecordJson : JsonSerializerContext;
