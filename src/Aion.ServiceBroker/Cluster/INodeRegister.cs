namespace Aion.ServiceBroker.Cluster;

/// <summary>The nodes that a broker keeps track of.</summary>
internal interface INodeRegister
{
    /// <summary>Takes a lost node out of the cluster. Its services get places anew, without their own <c>reschedule</c>.</summary>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer.</exception>
    Task<ForgetResult> ForgetAsync(string name, CancellationToken ct);
}
