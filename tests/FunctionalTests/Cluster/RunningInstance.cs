using System.Text.Json;

namespace Aion.FunctionalTests.Cluster;

/// <summary>What must not change about an instance that nobody has to restart.</summary>
internal sealed record RunningInstance(string Node, int Pid, DateTimeOffset StartedAt, int Restarts)
{
    /// <summary>The running instances of a status by service; of a service that runs twice the last one.</summary>
    public static IReadOnlyDictionary<string, RunningInstance> Of(JsonElement status)
    {
        var running = new Dictionary<string, RunningInstance>();
        foreach (var instance in status.GetProperty("instances").EnumerateArray())
        {
            // One that is being adopted runs and has no process id yet.
            if (instance.GetProperty("state").GetString() is "running" or "healthy" && instance.TryGetProperty("pid", out var pid))
            {
                running[instance.GetProperty("service").GetString()!] = new RunningInstance(
                    instance.GetProperty("node").GetString()!,
                    pid.GetInt32(),
                    instance.GetProperty("startedAt").GetDateTimeOffset(),
                    instance.GetProperty("restarts").GetInt32());
            }
        }

        return running;
    }
}
