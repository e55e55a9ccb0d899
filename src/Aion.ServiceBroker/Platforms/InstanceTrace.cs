namespace Aion.ServiceBroker.Platforms;

/// <summary>What a platform has written down about a process of an instance that it does not follow.</summary>
/// <param name="Run">Number of its start; 0: an older version wrote it.</param>
/// <param name="Alive">Whether its program still runs.</param>
public sealed record InstanceTrace(int Run, bool Alive);
