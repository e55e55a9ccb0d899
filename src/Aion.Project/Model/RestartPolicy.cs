using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>Which ends of a process lead to a new start.</summary>
public enum RestartPolicy
{
    /// <summary>None.</summary>
    [JsonStringEnumMemberName("never")]
    Never,

    /// <summary>Exit codes other than 0, and signals.</summary>
    [JsonStringEnumMemberName("on-failure")]
    OnFailure,

    /// <summary>Every end.</summary>
    [JsonStringEnumMemberName("always")]
    Always,

    /// <summary>As on-failure, and also when the health probe fails.</summary>
    [JsonStringEnumMemberName("on-unhealthy")]
    OnUnhealthy,
}
