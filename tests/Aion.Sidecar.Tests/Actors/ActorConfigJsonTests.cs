using System.Text;
using Aion.Sidecar.Actors.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.Sidecar.Tests.Actors;

public sealed class ActorConfigJsonTests
{
    [Fact]
    public void Read_OfEntitiesAlone_GivesTheDefaults()
    {
        var types = Read("""{"entities":["A","B"]}""");

        Assert.Equal(["A", "B"], types.Keys.Order());
        Assert.Equal(new ActorTypeConfig(TimeSpan.FromHours(1), TimeSpan.FromSeconds(2), 0), types["A"]);
    }

    [Fact]
    public void Read_OfEverything_GivesEachTypeItsOwn()
    {
        var types = Read("""
            {"entities":["A","B"],"actorIdleTimeout":"0h10m0s0ms","drainOngoingCallTimeout":"30s","drainRebalancedActors":true,
             "reentrancy":{"enabled":true,"maxStackDepth":7},"remindersStoragePartitions":3,
             "entitiesConfig":[{"entities":["B","Foreign"],"actorIdleTimeout":"5s","drainRebalancedActors":false,"reentrancy":{"enabled":true}}]}
            """);

        Assert.Equal(new ActorTypeConfig(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), 7), types["A"]);
        Assert.Equal(new ActorTypeConfig(TimeSpan.FromSeconds(5), TimeSpan.Zero, 32), types["B"]);
        Assert.Equal(2, types.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"entities":null}""")]
    [InlineData("[]")]
    public void Read_WithoutEntities_HostsNothing(string json) => Assert.Empty(Read(json));

    [Fact]
    public void Read_OfAMalformedDuration_KeepsTheDefault() =>
        Assert.Equal(TimeSpan.FromHours(1), Read("""{"entities":["A"],"actorIdleTimeout":"long"}""")["A"].IdleTimeout);

    private static IReadOnlyDictionary<string, ActorTypeConfig> Read(string json) =>
        new ActorConfigJson("app", NullLogger.Instance).Read(Encoding.UTF8.GetBytes(json));
}
