using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Aion.Sidecar.Tests.Api;

public sealed class MetadataApiTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("aion-sidecar-").FullName;
    private SidecarHost _host = null!;

    public async Task InitializeAsync() => _host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = _data });

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Health_OtherAppId_IsRefused()
    {
        var endpoint = await _host.AddAppAsync(new SidecarAppOptions { AppId = "a" });
        using var http = new HttpClient { BaseAddress = endpoint.HttpEndpoint };

        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz?appid=a")).StatusCode);
        var refused = await http.GetAsync("/v1.0/healthz?appid=b");

        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
        Assert.Equal("ERR_HEALTH_APPID_NOT_MATCH", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Metadata_ValueWasPut_IsExtended()
    {
        var endpoint = await _host.AddAppAsync(new SidecarAppOptions { AppId = "a", AppPort = 1234 });
        using var http = new HttpClient { BaseAddress = endpoint.HttpEndpoint };
        using var value = new StringContent("works");

        Assert.Equal(HttpStatusCode.NoContent, (await http.PutAsync("/v1.0/metadata/line", value)).StatusCode);
        var metadata = await http.GetFromJsonAsync<JsonElement>("/v1.0/metadata");

        Assert.Equal("a", metadata.GetProperty("id").GetString());
        Assert.Equal("works", metadata.GetProperty("extended").GetProperty("line").GetString());
        Assert.Equal(1234, metadata.GetProperty("appConnectionProperties").GetProperty("port").GetInt32());
    }

    [Fact]
    public async Task RemoveApp_ThenAddOnTheSamePorts_Serves()
    {
        var first = await _host.AddAppAsync(new SidecarAppOptions { AppId = "a" });
        await _host.RemoveAppAsync("a");

        var second = await _host.AddAppAsync(new SidecarAppOptions { AppId = "a", HttpPort = first.HttpPort, GrpcPort = first.GrpcPort });

        Assert.Equal(first, second);
        using var http = new HttpClient { BaseAddress = second.HttpEndpoint };
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz")).StatusCode);
    }
}
