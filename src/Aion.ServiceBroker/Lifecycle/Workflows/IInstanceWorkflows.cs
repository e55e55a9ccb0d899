using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>The workflows of the instances, from outside.</summary>
internal interface IInstanceWorkflows
{
    /// <summary>Looks for one that has not come to its end. One that has is deleted; what it knew last is told.</summary>
    /// <exception cref="Grpc.Core.RpcException">The sidecar did not answer.</exception>
    Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct);

    /// <summary>Starts the one of this state's instance; it begins with the state and these signals.</summary>
    /// <exception cref="Grpc.Core.RpcException">The sidecar did not answer; it may have been started nevertheless.</exception>
    Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct);

    /// <summary>Hands signals to it, in their order. False: there is none.</summary>
    /// <exception cref="Grpc.Core.RpcException">The sidecar did not answer; it may have got them nevertheless.</exception>
    Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct);

    /// <summary>Ends it, whatever it is doing, and deletes what is stored of it. Nothing happens when there is none.</summary>
    /// <exception cref="Grpc.Core.RpcException">The sidecar did not answer.</exception>
    Task EndAsync(string service, int number, CancellationToken ct);
}
