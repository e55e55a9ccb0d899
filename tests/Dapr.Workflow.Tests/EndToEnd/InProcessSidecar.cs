using Aion.Sidecar;

namespace Dapr.Workflow.Tests.EndToEnd;

/// <summary>The sidecar as <c>aionctl up</c> has it; it ends by being disposed.</summary>
internal sealed class InProcessSidecar : ISidecarUnderTest
{
    private SidecarHost? _host;

    public async Task StartAsync(string dataDirectory, int grpcPort)
    {
        _host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = dataDirectory });
        await _host.AddAppAsync(new SidecarAppOptions { AppId = "app", GrpcPort = grpcPort });
    }

    public async Task EndAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync();
        }
    }
}
