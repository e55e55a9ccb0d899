using System.Text.Json;
using System.Text.Json.Nodes;
using Aion.Project.Model;

namespace Aion.Project.Planning;

/// <summary>
/// What differs between two versions of a microservice, by key. Compared is the stored form, so that a key added to the model
/// later is never forgotten here: unless it is listed as one that a running process does not see, its change is a restart.
/// </summary>
public sealed class ServiceChange
{
    // Read by the broker, by status-kanban or by Kubernetes' Service, never by the process itself.
    private static readonly HashSet<string> OutsideOfProcess =
    [
        "nextService", "always", "multiple", "interval", "position", "ports", "network", "acknowledge", "restart", "dependsOn", "health", "reschedule",
    ];

    // Decide whether a process that runs is well, and whether its end is a failure.
    private static readonly HashSet<string> DecideOnSuccess = ["always", "acknowledge", "restart", "dependsOn", "health"];

    // Told by their own steps, or the same as image and tag together.
    private static readonly HashSet<string> NotCompared = ["name", "label", "scale", "startup"];

    private static readonly Dictionary<string, string> KeysInFile = new()
    {
        ["volumeMounts"] = "volumeMountPathList",
        ["image"] = "image path",
    };

    private ServiceChange(IReadOnlyList<string> restart, IReadOnlyList<string> keep, bool changesVerdict)
    {
        ChangesVerdict = changesVerdict;
        RestartReason = restart.Count == 0 ? null : $"{string.Join(", ", restart)} changed";
        KeepReason = keep.Count == 0 ? null : $"{string.Join(", ", keep)} changed; taken over without a restart";
    }

    /// <summary>Why it must restart; null when it need not.</summary>
    public string? RestartReason { get; }

    /// <summary>What changed around it; null when nothing did.</summary>
    public string? KeepReason { get; }

    /// <summary>Whether what failed before may be well now, although its process is the same.</summary>
    public bool ChangesVerdict { get; }

    /// <summary>What differs between two versions of a service.</summary>
    public static ServiceChange Between(ServiceModel before, ServiceModel after)
    {
        JsonObject old = Json(before), current = Json(after);
        List<string> restart = [], keep = [];
        List<string> changed = [.. old.Select(p => p.Key).Union(current.Select(p => p.Key))
            .Where(key => !NotCompared.Contains(key) && !JsonNode.DeepEquals(old[key], current[key]))];
        foreach (string key in changed)
            (OutsideOfProcess.Contains(key) ? keep : restart).Add(Name(key, old[key], current[key]));
        return new ServiceChange(restart, keep, changed.Exists(DecideOnSuccess.Contains));
    }

    /// <summary>Why every instance must restart: what all of them get in their environment.</summary>
    public static string? OfEnvironment(string deviceBefore, bool debugBefore, string device, bool debug) =>
        deviceBefore != device ? $"deviceName changed from {deviceBefore} to {device}"
        : debugBefore != debug ? $"debug changed to {(debug ? "yes" : "no")}"
        : null;

    private static JsonObject Json(ServiceModel service) =>
        JsonSerializer.SerializeToNode(service, ProjectJson.Default.ServiceModel)!.AsObject();

    private static string Name(string key, JsonNode? before, JsonNode? after)
    {
        string inFile = KeysInFile.GetValueOrDefault(key, key);
        return key switch
        {
            "env" or "nextService" => ChangedEntries(key, before!.AsObject(), after!.AsObject()),
            "tag" or "image" => $"{inFile} ({before} to {after})",
            _ => inFile,
        };
    }

    // Values of env may be secrets, so only the names of the variables are told.
    private static string ChangedEntries(string key, JsonObject before, JsonObject after)
    {
        IEnumerable<string> names = before.Select(p => p.Key).Union(after.Select(p => p.Key));
        return string.Join(", ", names.Where(name => !JsonNode.DeepEquals(before[name], after[name])).Select(name => $"{key}.{name}"));
    }
}
