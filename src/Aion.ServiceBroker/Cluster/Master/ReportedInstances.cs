using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>
/// Reads the instances that a worker reports. Each is one that a project can have, none comes twice, and their texts are lines
/// that can be printed; whatever is not so is left out and counted.
/// </summary>
internal static class ReportedInstances
{
    private const int LargestNumber = 999;
    private const int MostReasons = 50;

    /// <param name="documents">As they came.</param>
    /// <param name="node">Who sent them.</param>
    /// <param name="unusable">How many were left out.</param>
    public static IReadOnlyList<InstanceStatus> Read(IReadOnlyCollection<Google.Protobuf.ByteString> documents, string node, out int unusable)
    {
        var read = new Dictionary<(string, int), InstanceStatus>();
        foreach (var document in documents)
        {
            if (NodeDocument.DeserializeInstance(document.Span) is { } instance && IsPossible(instance))
            {
                read.TryAdd((instance.Service, instance.Number), Fit(instance, node));
            }
        }

        unusable = documents.Count - read.Count;
        return [.. read.Values];
    }

    private static bool IsPossible(InstanceStatus instance) =>
        PeerText.IsLabel(instance.Service) && instance.Number is >= 1 and <= LargestNumber && Enum.IsDefined(instance.State);

    private static InstanceStatus Fit(InstanceStatus instance, string node) => instance with
    {
        Name = StatusView.NameOf(instance.Service, instance.Number),
        Node = node,
        Cause = instance.Cause is { } cause ? Fit(cause) : null,
        WaitingFor = [.. (instance.WaitingFor ?? []).Take(MostReasons).Select(PeerText.Line)],
        Busy = PeerText.LineOrNull(instance.Busy),
        Note = PeerText.LineOrNull(instance.Note),
        LastExit = PeerText.LineOrNull(instance.LastExit),
        Health = instance.Health is "healthy" or "unhealthy" ? instance.Health : null,
        Pid = instance.Pid > 0 ? instance.Pid : null,
        Run = Math.Max(0, instance.Run),
        Tries = Math.Max(0, instance.Tries),
        Restarts = Math.Max(0, instance.Restarts),
    };

    private static InstanceCause Fit(InstanceCause cause) => cause with
    {
        Kind = Enum.IsDefined(cause.Kind) ? cause.Kind : CauseKind.Unknown, Text = PeerText.Line(cause.Text), LogTail = [],
    };
}
