using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What an instance is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InstanceState>))]
public enum InstanceState
{
    /// <summary>Not started: its first kanban starts it.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Being started.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Its process runs.</summary>
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

    /// <summary>It ended with an error and is not <c>always</c>; a kanban starts it again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Stopped because the project or the broker says so.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
