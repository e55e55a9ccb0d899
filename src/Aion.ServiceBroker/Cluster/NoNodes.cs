namespace Aion.ServiceBroker.Cluster;

/// <summary>Only a master keeps track of nodes.</summary>
internal sealed class NoNodes : INodeRegister
{
    public Task<ForgetResult> ForgetAsync(string name, CancellationToken ct) => Task.FromResult(ForgetResult.Unknown);
}
