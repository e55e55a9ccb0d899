namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>One random step: which action, by which member, with how many messages.</summary>
public sealed record GroupStep(GroupAction Action, int Member, int Count);
