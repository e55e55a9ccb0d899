namespace Aion.Contracts.State;

/// <summary>One declared microservice.</summary>
/// <param name="Name">Its label: the last path part of the image name, without a tag.</param>
/// <param name="Scale">How many instances; their numbers are 1 to this.</param>
/// <param name="WithoutKanban">It has no queues.</param>
/// <param name="Acknowledge">When a kanban leaves its queue: one of <see cref="AcknowledgeModes"/>.</param>
public sealed record AppliedService(string Name, int Scale, bool WithoutKanban, string Acknowledge);
