namespace Aion.Project.Configuration;

/// <summary>Which keys exist where, for hints about keys that are elsewhere or have another name here.</summary>
internal static class KnownKeys
{
    public static readonly string[] Project = ["deviceName", "debug", "devices", "microservices"];

    public static readonly string[] Device = ["addr", "aionHome", "sshPort", "username", "password"];

    public static readonly string[] Service =
    [
        "startup", "always", "multiple", "interval", "scale", "env", "command", "nextService", "position", "directoryPath", "ports",
        "network", "tag", "serviceAccount", "privileged", "targetNode", "withoutKanban", "volumeMountPathList", "resources",
        "acknowledge", "restart", "dependsOn", "health", "dapr", "build", "reschedule",
    ];

    /// <summary>Keys of old AION files that AION itself does not read.</summary>
    public static readonly string[] Ignored = ["docker", "dnsPolicy", "hostNetwork", "imagePullPolicy"];

    private static readonly Dictionary<string, string> NamesElsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["services"] = "microservices", ["microservice"] = "microservices", ["device"] = "devices",
        ["environment"] = "env", ["envs"] = "env", ["replicas"] = "scale", ["instances"] = "scale", ["volumes"] = "volumeMountPathList",
        ["volumeMounts"] = "volumeMountPathList", ["volumeMountPath"] = "volumeMountPathList", ["depends_on"] = "dependsOn",
        ["healthcheck"] = "health", ["livenessProbe"] = "health", ["next"] = "nextService", ["routes"] = "nextService",
        ["working_dir"] = "directoryPath", ["workingDir"] = "directoryPath", ["directory"] = "directoryPath", ["dirPath"] = "directoryPath",
        ["autostart"] = "startup", ["restartPolicy"] = "restart", ["entrypoint"] = "command", ["cmd"] = "command", ["args"] = "command",
        ["nodeName"] = "targetNode", ["nodeSelector"] = "targetNode", ["serviceAccountName"] = "serviceAccount",
        ["ack"] = "acknowledge", ["address"] = "addr", ["host"] = "addr", ["ip"] = "addr", ["hostname"] = "addr", ["user"] = "username",
        ["containerPort"] = "port", ["targetPort"] = "port", ["service"] = "name", ["nextServiceName"] = "name", ["number"] = "pattern",
        ["path"] = "http", ["until"] = "condition", ["hostPort"] = "ports", ["retries"] = "failures", ["failureThreshold"] = "failures",
        ["period"] = "interval", ["max"] = "maximum",
        ["initial"] = "first", ["port"] = "appPort", ["protocol"] = "appProtocol",
    };

    /// <summary>The key of ours that does what a key of another tool does, when it exists in this map.</summary>
    public static string? Translate(string key, IReadOnlyCollection<string> here) =>
        NamesElsewhere.TryGetValue(key, out string? ours) && here.Contains(ours) ? ours : null;

    /// <summary>Where a key belongs that has no place where it stands; null when it belongs nowhere.</summary>
    public static string? PlaceOf(string key) =>
        Service.Contains(key) ? "a microservice"
        : Project.Contains(key) ? "the project"
        : key is "addr" or "aionHome" or "sshPort" ? "a device"
        : key is "pattern" or "device" ? "a route in `nextService`"
        : key is "nodePort" ? "an entry of `ports`"
        : key is "requests" or "limits" ? "`resources`"
        : key is "appPort" or "appProtocol" ? "`dapr`"
        : key is "kanbanWithin" or "failures" ? "`health`"
        : key is "first" or "maximum" or "factor" or "jitter" ? "`backoff`"
        : key is "memory" or "cpu" ? "`requests` or `limits`"
        : key is "policy" or "backoff" or "resetAfter" or "deferUpTo" or "healthyWithin" ? "`restart`"
        : null;
}
