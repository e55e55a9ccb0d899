using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Components.Loading;

/// <summary>Reads Dapr's Configuration: of all that is in it, the retention of workflows. The rest is for daprd.</summary>
internal static class ConfigurationYaml
{
    /// <summary>null: it says nothing about the retention.</summary>
    public static WorkflowRetention? Read(YamlMap document, LoadFailures failures)
    {
        if (document.Map("spec")?.Map("workflow")?.Map("stateRetentionPolicy") is not { } policy)
            return null;
        var retention = new WorkflowRetention
        {
            AnyTerminal = Span(policy, "anyTerminal", failures),
            Completed = Span(policy, "completed", failures),
            Failed = Span(policy, "failed", failures),
            Terminated = Span(policy, "terminated", failures),
        };
        policy.RejectUnknownKeys();
        return retention;
    }

    private static TimeSpan? Span(YamlMap policy, string key, LoadFailures failures)
    {
        if (policy.Optional(key) is not { } text)
            return null;
        if (GoTime.TryParse(text, out var span) && span >= TimeSpan.Zero)
            return span;
        failures.Add(policy.MarkAt(key), $"\"{key}\" of stateRetentionPolicy is \"{text}\"; write a duration such as 72h, 30m or 0s");
        return null;
    }
}
