using Grpc.Core;

namespace Aion.StatusKanban.Api;

/// <summary>Ends the streams, which never end by themselves, when the app is to stop.</summary>
internal sealed class ServerStop(IHostApplicationLifetime lifetime)
{
    /// <summary>Cancelled when the call ends or the app stops.</summary>
    public CancellationTokenSource Link(CancellationToken call) =>
        CancellationTokenSource.CreateLinkedTokenSource(call, lifetime.ApplicationStopping);

    /// <exception cref="RpcException">UNAVAILABLE: the app stops; a client connects again.</exception>
    public void ThrowIfStopping()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "status-kanban is stopping."));
        }
    }
}
