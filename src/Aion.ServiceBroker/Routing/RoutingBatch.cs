using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>What one delivery of kanban.after turns into. One object serves all deliveries, one after the other.</summary>
internal sealed class RoutingBatch
{
    private const int MostKeptGroups = 2048;

    private readonly Dictionary<string, TopicGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<Destination> _destinations = [];

    public List<BulkEntry> Entries { get; } = [];

    public List<TopicGroup> Groups { get; } = [];

    public List<RemoteKanban> Remotes { get; } = [];

    public List<(int Index, ControlMessage Message)> Controls { get; } = [];

    public List<RoutedNotice> Notices { get; } = [];

    /// <summary>The instances whose kanbans are in the delivery.</summary>
    public HashSet<(string Service, int Number)> Senders { get; } = [];

    public RoutedEvents Bytes { get; } = new();

    public int Dead { get; private set; }

    public void Clear()
    {
        foreach (var group in Groups)
        {
            group.Events.Clear();
        }

        if (_groups.Count > MostKeptGroups)
        {
            _groups.Clear();
        }

        Entries.Clear();
        Groups.Clear();
        Remotes.Clear();
        Controls.Clear();
        Notices.Clear();
        Senders.Clear();
        Bytes.Clear();
        Dead = 0;
    }

    /// <summary>Decides on one event and writes its copies. An event that is no kanban is set aside, never an exception.</summary>
    public void Route(int index, RouteTable table, bool watched)
    {
        var entry = Entries[index];
        try
        {
            var kanban = KanbanEvent.Parse(entry.Event);
            if (kanban.IsForeign)
            {
                SetForeignAside(index, kanban);
                return;
            }

            InvalidEvents.RefuseBrokenText(entry, kanban);
            Senders.Add((kanban.Service, kanban.ProcessNumber));
            var fields = KanbanFields.Read(kanban);
            if (ControlMessage.IsControlKey(fields.ConnectionKey) && ControlMessage.TryRead(kanban.Data, out var control))
            {
                Controls.Add((index, control));
                return;
            }

            _destinations.Clear();
            table.Resolve(kanban.Service, kanban.ProcessNumber, fields.ConnectionKey, fields.NextDevice, _destinations);
            if (kanban.RoutedTo.Length > 0)
            {
                LeaveOut(kanban.RoutedTo.Split(','));
            }

            foreach (var destination in _destinations)
            {
                Add(index, kanban, destination, fields.ConnectionKey);
            }

            if (watched)
            {
                Notices.Add(RoutedNotice.Of(index, kanban, [.. _destinations]));
            }
        }
        catch (FormatException e)
        {
            Add(index, InvalidEvents.Keep(entry), Destination.Dead(DeadReasons.Invalid, e.Message), "");
        }
    }

    private void SetForeignAside(int index, KanbanEvent foreign) => Add(
        index,
        foreign with { Data = ForeignBytes.ToJson(foreign.Data) },
        Destination.Dead(DeadReasons.Invalid, ForeignBytes.Describe(foreign.Data.Span)),
        "");

    private void Add(int index, KanbanEvent kanban, in Destination destination, string connectionKey)
    {
        switch (destination.Kind)
        {
            case DestinationKind.Local:
                Write(index, Group(destination.Topic, destination.Service, destination.Number), Copy(kanban, destination, connectionKey));
                break;
            case DestinationKind.Remote:
                Remotes.Add(new RemoteKanban(index, destination.Device, Copy(kanban, destination, connectionKey)));
                break;
            default:
                Dead++;
                Write(index, Group(Topics.Dead, "", 0), Deaden(kanban, destination));
                break;
        }
    }

    private static KanbanEvent Copy(KanbanEvent kanban, in Destination to, string connectionKey) => kanban with
    {
        // The device tells apart the copies of one kanban that go to the same service on several devices.
        Id = KanbanId.Derive(kanban.Id, to.Device.Length == 0 ? to.Service : to.Device + "/" + to.Service, to.Number),
        Type = KanbanEvent.EventType,
        Service = to.Service,
        ProcessNumber = to.Number,
        ConnectionKey = connectionKey,
        CausationId = kanban.Id,
        Attempt = 1,
        RoutedTo = "",
    };

    private KanbanEvent Deaden(KanbanEvent kanban, Destination to) => kanban with
    {
        Reason = to.Reason,
        ReasonText = to.ReasonText,
        SourceQueue = Topics.After,
        // A redrive goes by the project of its day, but must not repeat the other copies: their queues forget ids in time.
        RoutedTo = string.Join(',', _destinations.Where(other => other != to).Select(other => other.Name).Prepend(kanban.RoutedTo).Where(name => name.Length > 0)),
    };

    private void LeaveOut(string[] routedTo)
    {
        _destinations.RemoveAll(destination => destination.Service.Length > 0 && routedTo.Contains(destination.Name));
        if (_destinations.Count == 0)
        {
            _destinations.Add(Destination.Dead(
                DeadReasons.NoRoute, "Every next service that the project names for it has had it, or has a dead letter of its own."));
        }
    }

    private TopicGroup Group(string topic, string service, int number)
    {
        if (!_groups.TryGetValue(topic, out var group))
        {
            _groups.Add(topic, group = new TopicGroup(topic, service, number));
        }

        if (group.Events.Count == 0)
        {
            Groups.Add(group);
        }

        return group;
    }

    private void Write(int index, TopicGroup group, KanbanEvent kanban)
    {
        var start = Bytes.Length;
        kanban.WriteTo(Bytes);
        group.Events.Add(new RoutedSlice(index, start, Bytes.Length - start));
    }
}
