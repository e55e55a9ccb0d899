using Aion.Sidecar;

namespace ConformanceTests;

/// <summary>Our sidecar, in this process.</summary>
public sealed class EmbeddedSidecar : ISidecarUnderTest
{
    private readonly SidecarHost _host;
    private readonly SidecarEndpoint _endpoint;

    private EmbeddedSidecar(SidecarHost host, SidecarEndpoint endpoint) => (_host, _endpoint) = (host, endpoint);

    public int HttpPort => _endpoint.HttpPort;

    public int GrpcPort => _endpoint.GrpcPort;

    public static async Task<ISidecarUnderTest> StartAsync(string resources, string appId, int appPort, string protocol)
    {
        var host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = Path.Combine(resources, "data"), ResourcePaths = [resources] });
        var endpoint = await host.AddAppAsync(new SidecarAppOptions
        {
            AppId = appId,
            AppPort = appPort,
            AppProtocol = protocol == "grpc" ? AppProtocol.Grpc : AppProtocol.Http,
        });
        return new EmbeddedSidecar(host, endpoint);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
