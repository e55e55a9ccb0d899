using Aion.Project.Planning;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Keeps the instances of the project in the states that it asks for.</summary>
public interface IInstanceLifecycle
{
    /// <summary>The state of every instance, by service in the order of the project and by number.</summary>
    IReadOnlyList<InstanceStatus> Instances { get; }

    /// <summary>
    /// Makes these the instances there are, by the steps of a plan. Returns when what has to end has ended and the rest is
    /// being started. The first call of a run adopts what an earlier run left, where its definition still fits.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, CancellationToken ct);

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
}
