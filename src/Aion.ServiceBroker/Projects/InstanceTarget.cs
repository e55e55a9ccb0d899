using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Projects;

/// <summary>What the project wants of one instance.</summary>
/// <param name="Number">Process number.</param>
/// <param name="Definition">The definition, the same for all instances of a service.</param>
public sealed record InstanceTarget(int Number, InstanceDefinition Definition);
