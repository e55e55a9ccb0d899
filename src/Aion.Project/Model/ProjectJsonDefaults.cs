using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aion.Project.Model;

/// <summary>
/// Puts the defaults into stored JSON that an older version wrote. The source generator sets init-only properties that are
/// missing in the JSON to nothing, not to their initial values.
/// </summary>
internal static class ProjectJsonDefaults
{
    private static readonly ServiceModel EmptyService = new() { Name = "", Label = "", Image = "" };
    private static readonly DeviceModel EmptyDevice = new() { Name = "", Addr = "" };
    private static readonly ProjectModel EmptyProject = new() { DeviceName = "" };

    public static void Fill(JsonNode project)
    {
        if (project is not JsonObject root)
            return;
        Fill(root, JsonSerializer.SerializeToNode(EmptyProject, ProjectJson.Default.ProjectModel)!, "deviceName");
        JsonNode service = JsonSerializer.SerializeToNode(EmptyService, ProjectJson.Default.ServiceModel)!;
        JsonNode device = JsonSerializer.SerializeToNode(EmptyDevice, ProjectJson.Default.DeviceModel)!;
        JsonNode restart = JsonSerializer.SerializeToNode(new RestartModel(), ProjectJson.Default.RestartModel)!;
        JsonNode health = JsonSerializer.SerializeToNode(new HealthModel(), ProjectJson.Default.HealthModel)!;
        foreach (JsonNode? stored in (root["devices"] as JsonObject)?.Select(d => d.Value) ?? [])
            Fill(stored, device, "name", "addr");
        foreach (JsonNode? stored in root["services"] as JsonArray ?? [])
        {
            Fill(stored, service, "name", "label", "image");
            Fill(stored?["restart"], restart);
            Fill(stored?["restart"]?["backoff"], restart["backoff"]!);
            Fill(stored?["health"], health);
        }
    }

    private static void Fill(JsonNode? stored, JsonNode defaults, params ReadOnlySpan<string> required)
    {
        if (stored is not JsonObject target)
            return;
        foreach ((string key, JsonNode? value) in defaults.AsObject())
            if (!required.Contains(key) && !target.ContainsKey(key))
                target.Add(key, value?.DeepClone());
    }
}
