using Aion.Project.Planning;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Projects;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Keeps the instances of the project in the states that it asks for.</summary>
public interface IInstanceLifecycle
{
    /// <summary>The state of every instance, by service in the order of the project and by number.</summary>
    IReadOnlyList<InstanceStatus> Instances { get; }

    /// <summary>What <see cref="ApplyAsync"/> would do now: the steps of a comparison of two projects, corrected by what runs.</summary>
    IReadOnlyList<InstanceStep> Plan(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> compared, bool force);

    /// <summary>
    /// Makes these the instances there are. Returns when what has to end has ended and the rest is being started; what is busy may be
    /// replaced later. The first call of a run takes over what an earlier run left. With <paramref name="force"/> updates that were
    /// rolled back are tried again.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, bool force, CancellationToken ct);

    /// <summary>
    /// A kanban was put into this instance's queue: starts it when it is not running. Cheap for one that runs; an unknown
    /// instance is ignored.
    /// </summary>
    void Wake(string service, int number);

    /// <summary>
    /// An instance announced that its work is done. One that is not <c>always</c> is left to end by itself for a moment, then
    /// stopped, and is finished; one that is <c>always</c> goes on.
    /// </summary>
    void Finish(string service, int number);

    /// <summary>Stops, starts or restarts instances for somebody. Returns them; empty: there is no such instance.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="service">The service's label.</param>
    /// <param name="number">Process number; null: all instances.</param>
    IReadOnlyList<InstanceStatus> Control(InstanceRequest request, string service, int? number);

    /// <summary>An instance says that it must not be replaced now, or may be again. False: there is no such instance.</summary>
    bool SetBusy(string service, int number, bool busy, string? reason);

    /// <summary>The full story of a service or of one instance; null: there is no such instance.</summary>
    Task<ServiceExplanation?> ExplainAsync(string service, int? number, CancellationToken ct);
}
