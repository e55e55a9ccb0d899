using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Writes what one link tells the master: everything first, then what changed, and now and then a sign of life.</summary>
internal sealed class WorkerReports(string node, string address, IInstanceLifecycle lifecycle, WorkerState state, LoadMeter load)
{
    private IReadOnlyList<InstanceStatus> _told = [];
    private (WorkerRecord Record, string Problem) _toldOrder;

    /// <summary>The first report of a link.</summary>
    public NodeMeta First(byte[] proof)
    {
        var meta = Write(lifecycle.Instances, withInstances: true);
        meta.Report.CanAnswer = true;
        meta.Report.Proof = UnsafeByteOperations.UnsafeWrap(proof);
        return meta;
    }

    /// <summary>What is new since the last report; null: nothing, and the heartbeat is not due.</summary>
    public NodeMeta? Next(bool heartbeatIsDue)
    {
        var instances = lifecycle.Instances;
        var changed = !instances.SequenceEqual(_told);
        return changed || heartbeatIsDue || _toldOrder != (state.Record, state.Problem) ? Write(instances, changed) : null;
    }

    /// <summary>A report that carries an answer.</summary>
    public NodeMeta With(NodeAnswer answer)
    {
        var instances = lifecycle.Instances;
        var meta = Write(instances, !instances.SequenceEqual(_told));
        meta.Report.Answers.Add(answer);
        return meta;
    }

    // One of AION's reads servicesStatus alone, and replaces what it knew with it: it is always whole.
    private NodeMeta Write(IReadOnlyList<InstanceStatus> instances, bool withInstances)
    {
        var (record, problem) = (state.Record, state.Problem);
        var figures = load.Current;
        var meta = new NodeMeta
        {
            NodeName = node,
            NodeIP = address,
            Report = new NodeReport
            {
                NodeId = record.NodeId,
                Generation = record.Generation,
                Fingerprint = record.Fingerprint,
                Problem = problem,
                HasInstances = withInstances,
                Load = new NodeLoad { Cores = figures.Cores, Cpu = figures.Cpu, Memory = figures.Memory },
            },
        };
        foreach (var service in instances.GroupBy(i => i.Service))
        {
            meta.ServicesStatus[service.Key] = service.Any(i => i.State.IsUp());
        }

        if (withInstances)
        {
            meta.Report.Instances.AddRange(instances.Select(i => UnsafeByteOperations.UnsafeWrap(NodeDocument.Serialize(i))));
            _told = instances;
        }

        _toldOrder = (record, problem);
        return meta;
    }
}
