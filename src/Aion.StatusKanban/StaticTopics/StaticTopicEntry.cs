namespace Aion.StatusKanban.StaticTopics;

/// <summary>One kanban of a static topic.</summary>
/// <param name="Number">Its place: numbers grow with every append.</param>
/// <param name="Id">The id that clients see, and the last part of its state key.</param>
internal sealed record StaticTopicEntry(long Number, string Id);
