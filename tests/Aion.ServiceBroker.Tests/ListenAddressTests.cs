using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Tests;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void TryResolve_AddressOrName_IsThatAddress(string host, string expected) =>
        Assert.Equal(expected, ListenAddress.TryResolve(host, out _)?.ToString());

    [Theory]
    [InlineData("127.0.0.1.5.6:80", "neither an IP address nor a host name")]
    [InlineData("http://127.0.0.1", "neither an IP address nor a host name")]
    [InlineData("no-such-host.invalid", "no host of that name")]
    [InlineData("", "neither an IP address nor a host name")]
    public void TryResolve_AnythingElse_SaysWhatIsWrong(string host, string problem)
    {
        Assert.Null(ListenAddress.TryResolve(host, out var said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HostThatIsNoAddress_IsRefusedWithItsKey()
    {
        await using var dapr = await FakeDapr.StartAsync();
        var settings = new Dictionary<string, string?> { ["Aion:ServiceBroker:Host"] = "no-such-host.invalid" };

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => BrokerFixture.StartAsync(dapr, settings: settings));

        Assert.Contains("Aion:ServiceBroker:Host is 'no-such-host.invalid'", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HostName_ListensOnItsAddress()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr, settings: new() { ["Aion:ServiceBroker:Host"] = "localhost" });

        Assert.StartsWith("http://127.0.0.1:", broker.GrpcAddress, StringComparison.Ordinal);
    }
}
