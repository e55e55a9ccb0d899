namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>An instance that runs without a broker.</summary>
/// <param name="Name">Name of the instance, <c>judge-001</c>.</param>
/// <param name="Pids">Its processes, its program first.</param>
public sealed record AbandonedInstance(string Name, IReadOnlyList<int> Pids);
