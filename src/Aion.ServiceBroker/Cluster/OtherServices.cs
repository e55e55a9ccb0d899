using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;

namespace Aion.ServiceBroker.Cluster;

/// <summary>Services of other nodes as the nodes tell each other of them.</summary>
internal static class OtherServices
{
    private const int Most = 10_000;
    private const int LargestNumber = 999;

    public static Contracts.V1.OtherService Write(OtherService service)
    {
        var written = new Contracts.V1.OtherService { Service = service.Label, Node = service.Node, Unsure = service.Unsure ?? "" };
        written.Instances.AddRange(service.Instances.Select(i => new Contracts.V1.OtherInstance
        {
            Number = i.Number, State = i.State?.ToText() ?? "", Run = i.Run, Started = i.Started, Healthy = i.Healthy, Finished = i.Finished,
        }));
        return written;
    }

    /// <summary>Those that can be; of one that comes twice the first.</summary>
    public static IReadOnlyDictionary<string, OtherService> Read(IEnumerable<Contracts.V1.OtherService> told)
    {
        var read = new Dictionary<string, OtherService>(StringComparer.Ordinal);
        foreach (var service in told.Where(s => PeerText.IsLabel(s.Service)).Take(Most))
        {
            var instances = service.Instances.Where(i => i.Number is >= 1 and <= LargestNumber).DistinctBy(i => i.Number).Select(Read);
            read.TryAdd(service.Service, new OtherService(service.Service, PeerText.Line(service.Node), [.. instances])
            {
                Unsure = service.Unsure.Length == 0 ? null : PeerText.Line(service.Unsure),
            });
        }

        return read;
    }

    private static OtherInstance Read(Contracts.V1.OtherInstance told) => new(told.Number, StateOf(told.State), Math.Max(0, told.Run))
    {
        Started = told.Started, Healthy = told.Healthy, Finished = told.Finished,
    };

    // A state that only another version knows says nothing, and the conditions say enough.
    private static InstanceState? StateOf(string text) =>
        Enum.TryParse<InstanceState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;
}
