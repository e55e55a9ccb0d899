using Aion.Contracts.Events;

namespace Aion.StatusKanban.Queues;

/// <summary>Names one queue.</summary>
/// <param name="Service">The label of the microservice.</param>
/// <param name="Number">Its process number, from 1.</param>
internal readonly record struct QueueKey(string Service, int Number)
{
    /// <summary>The queue that a client means: image names become labels, and 0 (not set) is number 1.</summary>
    public static QueueKey From(string microserviceName, int processNumber) =>
        new(InstanceName.Label(microserviceName), Math.Max(1, processNumber));

    public string Topic => Topics.Before(Service, Number);

    public override string ToString() => InstanceName.Format(Service, Number);
}
