using System.Globalization;

namespace Aion.Contracts.State;

/// <summary>Keys of the Dapr state store <see cref="Component"/>, each prefixed by the app that owns it.</summary>
public static class StateKeys
{
    /// <summary>The Dapr state component; its metadata says <c>keyPrefix: name</c>, so that all apps see the same keys.</summary>
    public const string Component = "aion-state";

    /// <summary>The applied project, an <see cref="AppliedProject"/>; written by service-broker.</summary>
    public const string Project = "servicebroker.project";

    /// <summary>One segment of the ids that a queue delivered last; written by status-kanban.</summary>
    public static string Ledger(string service, int number, int segment) =>
        string.Create(CultureInfo.InvariantCulture, $"statuskanban.ledger.{service}.{number:D3}.{segment}");

    /// <summary>The queues in which kanbans may lie, a JSON array of <c>service-%03d</c>; written by status-kanban.</summary>
    public const string Queues = "statuskanban.queues";

    /// <summary>The crashes that count against kanbans of a queue; written by status-kanban.</summary>
    public static string Crashes(string service, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"statuskanban.crashes.{service}.{number:D3}");

    /// <summary>
    /// One part of an event that could not be published to kanban.dead: a JSON text, the part in Base64. Written by
    /// status-kanban, removed by service-broker.
    /// </summary>
    /// <param name="kanbanId">The event's id. It is escaped, as state keys may not hold <c>||</c>.</param>
    /// <param name="part">From 0.</param>
    public static string LetterPart(string kanbanId, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"statuskanban.letter.{Uri.EscapeDataString(kanbanId)}.{part}");

    /// <summary>The index of a static topic; written by status-kanban.</summary>
    /// <param name="topic">As the client named it: any text. It is escaped, as state keys may not hold <c>||</c>.</param>
    public static string StaticTopic(string topic) => "statuskanban.static." + Uri.EscapeDataString(topic);

    /// <summary>One kanban of a static topic; written by status-kanban.</summary>
    public static string StaticKanban(string topic, string id) => StaticTopic(topic) + "/" + id;
}
