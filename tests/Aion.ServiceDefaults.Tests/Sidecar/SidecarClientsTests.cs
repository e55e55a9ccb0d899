using Dapr.Client;
using Dapr.Client.Autogen.Grpc.v1;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.ServiceDefaults.Tests.Sidecar;

public sealed class SidecarClientsTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("secret", false)]
    [InlineData("secret", true)]
    public async Task Clients_BothKinds_ReachTheSidecarWithOneToken(string? token, bool unixSocket)
    {
        var folder = Directory.CreateTempSubdirectory("aion-sd");
        try
        {
            await using var sidecar = await FakeSidecar.StartAsync(unixSocket ? folder.FullName : null);
            await using var app = TestApp.Create(sidecar, new() { ["DAPR_API_TOKEN"] = token });

            await app.Services.GetRequiredService<DaprClient>().PublishEventAsync("p", "sdk").WaitAsync(TestApp.Patience);
            await app.Services.GetRequiredService<Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient>()
                .PublishEventAsync(new PublishEventRequest { Topic = "raw" }).ResponseAsync.WaitAsync(TestApp.Patience);

            Assert.Equal(["sdk", "raw"], sidecar.Published);
            Assert.Equal([token ?? "", token ?? ""], sidecar.Tokens);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Clients_TwoAppsInOneProcess_ReachTheirOwnSidecars()
    {
        await using var one = await FakeSidecar.StartAsync();
        await using var two = await FakeSidecar.StartAsync();
        await using var first = TestApp.Create(one, new() { ["DAPR_API_TOKEN"] = "1" });
        await using var second = TestApp.Create(two, new() { ["DAPR_API_TOKEN"] = "2" });

        await first.Services.GetRequiredService<DaprClient>().PublishEventAsync("p", "a").WaitAsync(TestApp.Patience);
        await second.Services.GetRequiredService<DaprClient>().PublishEventAsync("p", "b").WaitAsync(TestApp.Patience);

        Assert.Equal(("a", "1"), (Assert.Single(one.Published), Assert.Single(one.Tokens)));
        Assert.Equal(("b", "2"), (Assert.Single(two.Published), Assert.Single(two.Tokens)));
    }
}
