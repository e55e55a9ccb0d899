namespace Aion.Contracts.State;

/// <summary>What status-kanban needs of the project in force; service-broker stores it under <see cref="StateKeys.Project"/>.</summary>
/// <param name="Generation">Grows with every apply.</param>
/// <param name="DeviceName">The name of this device.</param>
/// <param name="Services">Every declared microservice.</param>
public sealed record AppliedProject(long Generation, string DeviceName, IReadOnlyList<AppliedService> Services);
