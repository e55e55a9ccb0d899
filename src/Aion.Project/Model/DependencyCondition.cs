using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>What a dependency waits for, of every instance of the other service.</summary>
public enum DependencyCondition
{
    /// <summary>Its process runs. The default.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>Its health probe succeeds.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>It ended with exit code 0.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,
}
