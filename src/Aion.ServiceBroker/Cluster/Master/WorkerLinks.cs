using System.Diagnostics.CodeAnalysis;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The open streams, one per worker.</summary>
internal sealed class WorkerLinks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WorkerLink> _links = new(StringComparer.Ordinal);

    private readonly string _master;

    public WorkerLinks(ServiceStates services, NodeTable nodes, IOptions<ClusterOptions> options)
    {
        _master = options.Value.NodeName;
        // Of a new project and of what the services of the nodes wait for.
        services.Changed += WakeAll;
        nodes.Changed += (before, after) =>
        {
            // The address of a node is part of what the others are told; its loss ends a stream that is only half open.
            if (before.Address != after.Address)
            {
                WakeAll();
            }

            if (after.State == NodeState.Lost && before.State != NodeState.Lost)
            {
                Find(after.Name)?.End("it was silent for too long");
            }
        };
    }

    /// <summary>
    /// Takes a new stream in. The same installation takes the place of its own old stream, which it has given up; another one
    /// of the same name is refused while the first is connected. The name of the master is taken for good: both would run what is
    /// meant for it.
    /// </summary>
    public bool TryAdd(WorkerLink link, [NotNullWhen(false)] out string? problem)
    {
        if (link.Node == _master)
        {
            problem = $"The master itself is called '{link.Node}'. Give this machine a name of its own: --node (Aion:Cluster:NodeName).";
            return false;
        }

        WorkerLink? old;
        lock (_gate)
        {
            if (_links.TryGetValue(link.Node, out old) && old.NodeId.Length > 0 && old.NodeId != link.NodeId)
            {
                problem = $"Another machine has joined as '{link.Node}' and is connected. Give this one a name of its own: Aion:Cluster:NodeName.";
                return false;
            }

            _links[link.Node] = link;
        }

        old?.End("the worker opened a new one");
        problem = null;
        return true;
    }

    /// <summary>Whether it was the one in force, and not one that another had replaced.</summary>
    public bool Remove(WorkerLink link)
    {
        lock (_gate)
        {
            return _links.TryGetValue(link.Node, out var current) && ReferenceEquals(current, link) && _links.Remove(link.Node);
        }
    }

    public void WakeAll()
    {
        lock (_gate)
        {
            foreach (var link in _links.Values)
            {
                link.Wake();
            }
        }
    }

    /// <summary>The link of a node that is connected.</summary>
    public WorkerLink? Find(string node)
    {
        lock (_gate)
        {
            return _links.GetValueOrDefault(node);
        }
    }
}
