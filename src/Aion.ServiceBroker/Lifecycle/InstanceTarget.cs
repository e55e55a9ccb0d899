using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What the project wants of one instance.</summary>
/// <param name="Spec">How it is run.</param>
/// <param name="Startup">It starts when the project is applied; otherwise with its first kanban.</param>
/// <param name="Always">It is started again whenever it ends.</param>
/// <param name="HasQueue">Kanbans can wait for it.</param>
/// <param name="Subscriber">It takes its queue itself, so that nobody but its sidecar knows what waits.</param>
public sealed record InstanceTarget(InstanceSpec Spec, bool Startup, bool Always, bool HasQueue, bool Subscriber);
