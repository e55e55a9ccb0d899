namespace Aion.StatusKanban.Acceptance;

/// <summary>What a SendKanban carries beside its message, in the call's metadata. Null is absent.</summary>
/// <param name="KanbanId"><c>aion-kanban-id</c>: the caller's id of this output, unique on the device (a UUID); a repeated one has no second effect.</param>
/// <param name="CausationId"><c>aion-causation-id</c>: the kanbanid that this output follows from.</param>
/// <param name="TraceParent"><c>traceparent</c>, W3C trace context.</param>
internal readonly record struct OutputCall(string? KanbanId, string? CausationId, string? TraceParent)
{
    private const int MaxIdLength = 128;

    public static OutputCall From(IHeaderDictionary headers) =>
        new(headers["aion-kanban-id"], headers["aion-causation-id"], headers.TraceParent);

    /// <summary>Null, or what is wrong with the ids.</summary>
    public string? Check() => Check(KanbanId, "aion-kanban-id") ?? Check(CausationId, "aion-causation-id");

    private static string? Check(string? id, string name) =>
        id is null || id.Length is > 0 and <= MaxIdLength ? null : $"The metadata {name} must have 1 to {MaxIdLength} characters.";
}
