using System.Collections.Frozen;
using Aion.Contracts.Events;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Routing;

/// <summary>The applied project as routing needs it. Immutable; an apply puts a new one in its place.</summary>
internal sealed class RouteTable
{
    private const string DefaultKey = "default";

    private readonly FrozenDictionary<string, FrozenDictionary<string, RouteModel[]>> _senders;
    private readonly FrozenDictionary<string, QueueSet> _queues;
    private readonly FrozenSet<string> _devices;

    public RouteTable(ProjectModel project)
    {
        DeviceName = project.DeviceName;
        SubscriberQueues = project.Services
            .Where(s => s.Acknowledge == AcknowledgeMode.Subscriber && !s.WithoutKanban)
            .SelectMany(s => Enumerable.Range(1, s.Scale).Select(s.InstanceName))
            .ToFrozenSet(StringComparer.Ordinal);
        _devices = project.Devices.Keys.ToFrozenSet(StringComparer.Ordinal);
        _queues = project.Services.ToFrozenDictionary(s => s.Label, s => new QueueSet(s), StringComparer.Ordinal);
        _senders = project.Services.ToFrozenDictionary(
            s => s.Label,
            s => s.NextService.ToFrozenDictionary(r => r.Key, r => r.Value.ToArray(), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>Routes nothing: no project is applied.</summary>
    public static RouteTable Empty { get; } = new(new ProjectModel { DeviceName = "" });

    /// <summary>Name of this device.</summary>
    public string DeviceName { get; }

    /// <summary>The instances that subscribe their queue themselves, as <c>service-%03d</c>.</summary>
    public FrozenSet<string> SubscriberQueues { get; }

    /// <summary>Whether the queue is one of the project's on this device.</summary>
    public bool HasQueue(string service, int number) => _queues.TryGetValue(service, out var queues) && queues.Of(number).Kind == DestinationKind.Local;

    /// <summary>
    /// Adds the destinations of a kanban, at least one. The route's rules are AION's: <c>nextService[connectionKey]</c>, else
    /// <c>default</c>; the kanban's nextDeviceName, else the route's device; the number by the route's pattern.
    /// </summary>
    public void Resolve(string sender, int number, string connectionKey, string nextDevice, List<Destination> destinations)
    {
        if (!_senders.TryGetValue(sender, out var routes))
        {
            destinations.Add(Destination.Dead(
                DeadReasons.NoRoute, sender.Length == 0 ? "The kanban does not say which service sent it."
                    : $"The sender '{sender}' is not a service of the project."));
        }
        else if (!routes.TryGetValue(connectionKey, out var next) && !routes.TryGetValue(DefaultKey, out next))
        {
            destinations.Add(Destination.Dead(
                DeadReasons.NoRoute, $"'{sender}' has no next service for the connection key '{connectionKey}', and no default."));
        }
        else
        {
            foreach (var route in next)
            {
                destinations.Add(Resolve(route, number, nextDevice));
            }
        }
    }

    private Destination Resolve(RouteModel route, int senderNumber, string nextDevice)
    {
        var number = route.NumberFor(senderNumber);
        var device = nextDevice.Length > 0 ? nextDevice : route.Device ?? "";
        if (device.Length > 0 && device != DeviceName)
        {
            return _devices.Contains(device)
                ? Destination.Remote(device, route.Label, number)
                : Destination.Dead(
                    DeadReasons.RemoteUnknownDevice, $"The device '{device}' is not in the project's devices.", route.Label, number, device);
        }

        return _queues.TryGetValue(route.Label, out var queues)
            ? queues.Of(number)
            : Destination.Dead(
                DeadReasons.NoSuchService, $"The next service '{route.Label}' is not a service of the project.", route.Label, number);
    }
}
