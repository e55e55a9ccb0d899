using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What an instance is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InstanceState>))]
public enum InstanceState
{
    /// <summary>Not started: a kanban or somebody starts it, or it waits for the services that it depends on.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Being started.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Its process runs; with <c>health</c>, its first check is still to come.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Asked to end.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>It ended or could not be started, and will be started again after a pause.</summary>
    [JsonStringEnumMemberName("backoff")]
    Backoff,

    /// <summary>It has done its work; a kanban starts it again.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>It ended with an error, and <c>restart</c> says that it is not started again by itself.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Stopped because somebody, the project or the broker says so.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Its process runs and answers its health checks.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>Its process runs and fails its health checks.</summary>
    [JsonStringEnumMemberName("unhealthy")]
    Unhealthy,

    /// <summary>It ended so often that the pauses between two tries have reached their maximum. It is still tried.</summary>
    [JsonStringEnumMemberName("crashloop")]
    CrashLoop,

    /// <summary>As <see cref="Backoff"/>; and a kanban that was in work in three crashes in a row was set aside, so that the next start may go well.</summary>
    [JsonStringEnumMemberName("poisoned")]
    Poisoned,
}
