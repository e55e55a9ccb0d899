using Grpc.Net.Client;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>The app's one gRPC channel and one HTTP client to its sidecar. Connects when first used.</summary>
public sealed class SidecarConnection : IDisposable
{
    /// <summary>Creates the channel and the client; nothing is sent yet.</summary>
    public SidecarConnection(SidecarAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
        Channel = GrpcChannel.ForAddress(SidecarHandlers.RequestAddress(address.Grpc), NewChannelOptions());
        Http = new HttpClient(SidecarHandlers.Create(address.Http, address.ApiToken))
        {
            BaseAddress = SidecarHandlers.RequestAddress(address.Http),
        };
    }

    /// <summary>Where it leads.</summary>
    public SidecarAddress Address { get; }

    /// <summary>The channel to the sidecar's gRPC API; carries the API token.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A client of the sidecar's HTTP API with its base address set; carries the API token.</summary>
    public HttpClient Http { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Channel.Dispose();
        Http.Dispose();
    }

    internal GrpcChannelOptions NewChannelOptions() => new()
    {
        HttpHandler = SidecarHandlers.Create(Address.Grpc, Address.ApiToken),
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 64 * 1024 * 1024,
        MaxSendMessageSize = null,
        // How far apart the attempts to reach a sidecar that restarts are.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
        MaxReconnectBackoff = TimeSpan.FromSeconds(2),
        ThrowOperationCanceledOnCancellation = true,
    };
}
