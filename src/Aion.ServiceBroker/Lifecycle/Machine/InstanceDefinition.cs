using System.Text.Json.Serialization;
using Aion.Project.Model;
using Aion.Project.Planning;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What a project wants of one instance, as far as it is the same wherever the instance runs.</summary>
public sealed record InstanceDefinition
{
    /// <summary>The service.</summary>
    public required ServiceModel Service { get; init; }

    /// <summary>The project's device name, which every process gets.</summary>
    public required string DeviceName { get; init; }

    /// <summary>The project's debug setting, which every process gets.</summary>
    public bool Debug { get; init; }

    /// <summary>Absolute folder of project.yml.</summary>
    public required string Directory { get; init; }

    /// <summary>Names the build that its program comes from; null: nobody said.</summary>
    public string? BuildStamp { get; init; }

    /// <summary>Generation of the project that brought it.</summary>
    public long Generation { get; init; }

    /// <summary>The restart rule: as written, else what <c>always</c> says.</summary>
    [JsonIgnore]
    public RestartModel Restart => Service.Restart ?? new RestartModel
    {
        Policy = Service.Always ? RestartPolicy.Always : RestartPolicy.OnFailure,
    };

    /// <summary>Whether every end leads to a new start, a good one too.</summary>
    [JsonIgnore]
    public bool NeverEnds => Service.Always || Restart.Policy == RestartPolicy.Always;

    /// <summary>Whether it takes its queue itself, so that nobody but its sidecar knows what waits.</summary>
    [JsonIgnore]
    public bool IsSubscriber => Service.Acknowledge == AcknowledgeMode.Subscriber;

    /// <summary>Why a process of <paramref name="before"/> has to be replaced by one of this definition; null: it need not.</summary>
    public string? ReplacementReason(InstanceDefinition before)
    {
        var reasons = new List<string>(3);
        if (before.Directory != Directory)
        {
            reasons.Add($"the project moved from {before.Directory} to {Directory}");
        }

        if (ServiceChange.OfEnvironment(before.DeviceName, before.Debug, DeviceName, Debug) is { } environment)
        {
            reasons.Add(environment);
        }

        if (ServiceChange.Between(before.Service, Service).RestartReason is { } service)
        {
            reasons.Add(service);
        }

        if (BuildStamp is not null && BuildStamp != before.BuildStamp)
        {
            reasons.Add("rebuilt");
        }

        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>Whether a process of this definition would come to the same end as one of the other.</summary>
    public bool IsJudgedAs(InstanceDefinition other) =>
        ReplacementReason(other) is null && !ServiceChange.Between(other.Service, Service).ChangesVerdict;

    /// <summary>This definition for a process that need not be replaced. A stamp that nobody gave is the one known before.</summary>
    public InstanceDefinition TakenOverFrom(InstanceDefinition before) => this with { BuildStamp = BuildStamp ?? before.BuildStamp };
}
