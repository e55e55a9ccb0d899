namespace Aion.Contracts.Kanbanpb;

/// <summary>What the generated half does not tell.</summary>
public sealed partial class StatusKanban
{
    /// <summary>
    /// The message came with fields that kanban.proto does not name. They have no place in the JSON of an event, so whoever turns
    /// one into the other must refuse the message instead of losing them.
    /// </summary>
    public bool HasUnknownFields => _unknownFields is not null;
}
