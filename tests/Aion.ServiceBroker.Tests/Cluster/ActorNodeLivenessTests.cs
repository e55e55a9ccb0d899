using System.Net;
using System.Net.Sockets;
using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceDefaults.Sidecar;
using Dapr.Actors.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.ServiceBroker.Tests.Cluster;

public sealed class ActorNodeLivenessTests
{
    [Fact]
    public async Task Watch_SidecarHangs_TriesAgain()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var actors = new ActorProxyFactory(new ActorProxyOptions
        {
            HttpEndpoint = $"http://{silent.LocalEndpoint}", RequestTimeout = TimeSpan.FromMilliseconds(100),
        });
        using var liveness = new ActorNodeLiveness(
            actors, broker.App.Services.GetRequiredService<SidecarReadiness>(), TimeProvider.System, NullLogger<ActorNodeLiveness>.Instance);
        await liveness.StartAsync(default);
        liveness.Watch("w");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            _ = await silent.AcceptTcpClientAsync().WaitAsync(Within.Default);
        }

        await liveness.StopAsync(default);
        Assert.False(liveness.ExecuteTask!.IsFaulted);
    }
}
