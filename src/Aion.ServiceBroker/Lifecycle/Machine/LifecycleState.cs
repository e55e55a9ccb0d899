using System.Text.Json.Serialization;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>
/// Everything that is remembered of an instance. <see cref="Settling"/> compares what is wanted with what is and decides what to
/// do; signals only change what is known.
/// </summary>
internal sealed record LifecycleState
{
    public required string Service { get; init; }

    public required int Number { get; init; }

    public InstanceState Phase { get; init; } = InstanceState.Waiting;

    public DateTimeOffset Since { get; init; }

    /// <summary>Why it is in this phase, without lines of its log.</summary>
    public InstanceCause? Cause { get; init; }

    public IReadOnlyList<InstanceTransition> Transitions { get; init; } = [];

    /// <summary>How many transitions there were in all.</summary>
    public long TransitionCount { get; init; }

    /// <summary>Number of the last start that was ordered.</summary>
    public int Run { get; init; }

    /// <summary>Starts by the definition in force, since the platform was last stopped in order.</summary>
    public int Starts { get; init; }

    public int? Pid { get; init; }

    public bool Adopted { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public InstanceEnd? LastEnd { get; init; }

    /// <summary>It is to run as soon as it may.</summary>
    public bool Wanted { get; init; }

    public bool StoppedByHand { get; init; }

    public bool Removing { get; init; }

    /// <summary>It has been taken out of the project and has ended. Only a project that wants it again changes that.</summary>
    public bool Removed { get; init; }

    /// <summary>Nothing is started before a broker has reconciled it.</summary>
    public bool Held { get; init; }

    /// <summary>An Adopt was ordered and not answered yet.</summary>
    public bool Adopting { get; init; }

    /// <summary>What the broker wants that reconciles it, until what an earlier one left is known.</summary>
    public InstanceSignal? Arriving { get; init; }

    /// <summary>Why its process is to be ended, or is being ended.</summary>
    public EndRequest? Asked { get; init; }

    /// <summary>By what it runs, or runs next; null: before the first apply.</summary>
    public InstanceDefinition? Definition { get; init; }

    /// <summary>While an update is on trial: the definition to go back to.</summary>
    public InstanceDefinition? Previous { get; init; }

    public DateTimeOffset? TrialUntil { get; init; }

    /// <summary>The update that has to wait until it is no longer busy.</summary>
    public InstanceDefinition? Pending { get; init; }

    public DateTimeOffset? DeferUntil { get; init; }

    public RejectedUpdate? Rejected { get; init; }

    /// <summary>Failed runs and starts in a row.</summary>
    public int Tries { get; init; }

    /// <summary>The limit of tries is reached.</summary>
    public bool GaveUp { get; init; }

    public DateTimeOffset? NextTry { get; init; }

    /// <summary>The next periodic start.</summary>
    public DateTimeOffset? NextInterval { get; init; }

    /// <summary>It has ended well since its definition changed.</summary>
    public bool Completed { get; init; }

    public bool? Healthy { get; init; }

    /// <summary>What it is busy with; null: it is not.</summary>
    public string? Busy { get; init; }

    public DependencyVerdict Dependencies { get; init; } = DependencyVerdict.None;

    /// <summary>The runs of its dependencies when it was started.</summary>
    public IReadOnlyDictionary<string, int> SeenRuns { get; init; } = new Dictionary<string, int>();

    /// <summary>The crash that status-kanban does not know of yet.</summary>
    public CrashReport? Unreported { get; init; }

    /// <summary>The last run whose crash was reported, or was to be, as soon as it happened.</summary>
    public int ReportedRun { get; init; }

    public IReadOnlyList<Explaining.PoisonReport> Poison { get; init; } = [];

    /// <summary>The last requests of people, so that a repeated one counts once.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>The run of the broker that reconciled it last.</summary>
    public string? Epoch { get; init; }

    /// <summary>Place of the last signal of that run that was handled.</summary>
    public long Handled { get; init; }

    /// <summary>The last apply of that run that it has seen.</summary>
    public long Sequence { get; init; }

    /// <summary>When something has to be looked at again; null: not before the next signal.</summary>
    [JsonIgnore]
    public DateTimeOffset? Due => Phase.IsUp()
        ? (Pending is null ? TrialUntil : DeferUntil)
        : Phase is InstanceState.Starting or InstanceState.Stopping || Held || StoppedByHand || Removed ? null
        : Wanted ? (Dependencies.WaitingFor.Count > 0 ? null : NextTry)
        : GaveUp || Definition is not { Service.Interval: > 0 } ? null : NextInterval;

    public static LifecycleState New(string service, int number, DateTimeOffset now) => new()
    {
        Service = service, Number = number, Since = now, Held = true,
    };
}
