using Aion.Project.Model;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>An instance that another node runs, as it was heard of last.</summary>
/// <param name="Number">Process number.</param>
/// <param name="State">What it was doing; null: it was never heard of.</param>
/// <param name="Run">Number of its last start.</param>
internal sealed record OtherInstance(int Number, InstanceState? State, int Run)
{
    public bool Started { get; init; }

    public bool Healthy { get; init; }

    public bool Finished { get; init; }

    /// <summary>Whether it is as far as somebody wants who depends on it.</summary>
    public bool Meets(DependencyCondition condition) => condition switch
    {
        DependencyCondition.Finished => Finished,
        DependencyCondition.Healthy => Healthy,
        _ => Started,
    };
}
