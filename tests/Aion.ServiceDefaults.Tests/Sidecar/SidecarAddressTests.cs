using Aion.ServiceDefaults.Sidecar;
using Microsoft.Extensions.Configuration;

namespace Aion.ServiceDefaults.Tests.Sidecar;

public sealed class SidecarAddressTests
{
    [Theory]
    [InlineData(null, null, "http://127.0.0.1:3500/")]
    [InlineData(null, "3501", "http://127.0.0.1:3501/")]
    [InlineData("http://dapr.local:80", "3501", "http://dapr.local/")]
    [InlineData("dapr.local:4000", null, "http://dapr.local:4000/")]
    [InlineData("https://dapr.local:8443", null, "https://dapr.local:8443/")]
    [InlineData("unix:///tmp/dapr.sock", null, "unix:///tmp/dapr.sock")]
    [InlineData("", " ", "http://127.0.0.1:3500/")]
    public void From_EndpointWinsOverPort(string? endpoint, string? port, string expected) =>
        Assert.Equal(new Uri(expected), Read("DAPR_HTTP_ENDPOINT", endpoint, "DAPR_HTTP_PORT", port).Http);

    [Theory]
    [InlineData("DAPR_GRPC_PORT", "70000")]
    [InlineData("DAPR_GRPC_PORT", "-1")]
    [InlineData("DAPR_GRPC_ENDPOINT", "ftp://x")]
    [InlineData("DAPR_GRPC_ENDPOINT", "http://")]
    public void From_BadValue_NamesTheKey(string key, string value) =>
        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => Read(key, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void From_Tokens_AreRead()
    {
        var address = Read("DAPR_API_TOKEN", "a", "APP_API_TOKEN", "b");
        Assert.Equal(("a", "b"), (address.ApiToken, address.AppToken));
    }

    private static SidecarAddress Read(params string?[] pairs) => SidecarAddress.From(new ConfigurationBuilder()
        .AddInMemoryCollection(pairs.Chunk(2).ToDictionary(p => p[0]!, p => p[1])).Build());
}
