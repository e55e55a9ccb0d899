using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Dapr.Client;

namespace Aion.Sidecar.Tests.Api;

public sealed class StateApiTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private DaprClient _client = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        var endpoint = await _sidecar.AddAsync("app");
        _client = _sidecar.Client(endpoint);
        _http = _sidecar.Http(endpoint);
    }

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Save_ThenGet_GivesValueAndEtag()
    {
        await _client.SaveStateAsync("store", "k", new Size(2, 3));

        var (value, etag) = await _client.GetStateAndETagAsync<Size>("store", "k");

        Assert.Equal(new Size(2, 3), value);
        Assert.NotEmpty(etag);
        Assert.Null(await _client.GetStateAsync<Size>("store", "absent"));
    }

    [Fact]
    public async Task Get_WithASecondSlashInFront_IsTheSame()
    {
        await _client.SaveStateAsync("store", "k", 7);

        Assert.Equal("7", await _http.GetStringAsync(new Uri(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + "//v1.0/state/store/k")));
    }

    [Fact]
    public async Task TrySave_WithAnOldEtag_IsFalseAndChangesNothing()
    {
        await _client.SaveStateAsync("store", "k", 1);
        var (_, etag) = await _client.GetStateAndETagAsync<int>("store", "k");

        Assert.True(await _client.TrySaveStateAsync("store", "k", 2, etag));
        Assert.False(await _client.TrySaveStateAsync("store", "k", 3, etag));
        Assert.False(await _client.TryDeleteStateAsync("store", "k", etag));

        Assert.Equal(2, await _client.GetStateAsync<int>("store", "k"));
    }

    [Fact]
    public async Task FirstWrite_OfAPresentKey_IsRefused()
    {
        var options = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite };
        await _client.SaveStateAsync("store", "k", 1, options);

        await Assert.ThrowsAsync<Dapr.DaprException>(() => _client.SaveStateAsync("store", "k", 2, options));
    }

    [Fact]
    public async Task Bulk_SaveGetDelete_KeepsTheOrderOfKeys()
    {
        await _client.SaveBulkStateAsync("store", [new SaveStateItem<string>("a", "1", ""), new SaveStateItem<string>("b", "2", "")]);

        var items = await _client.GetBulkStateAsync("store", ["b", "none", "a"], null);
        Assert.Equal(["b", "none", "a"], items.Select(item => item.Key));
        Assert.Equal(["\"2\"", "", "\"1\""], items.Select(item => item.Value));

        await _client.DeleteBulkStateAsync("store", [new BulkDeleteStateItem("a", ""), new BulkDeleteStateItem("b", "")]);
        Assert.Null(await _client.GetStateAsync<string>("store", "a"));
    }

    [Fact]
    public async Task Transaction_WithAWrongEtag_ChangesNothing()
    {
        await _client.SaveStateAsync("store", "a", "old");
        var operations = new List<StateTransactionRequest>
        {
            new("b", "new"u8.ToArray(), StateOperationType.Upsert),
            new("a", "new"u8.ToArray(), StateOperationType.Upsert, etag: "999999"),
        };

        await Assert.ThrowsAsync<Dapr.DaprException>(() => _client.ExecuteStateTransactionAsync("store", operations));
        Assert.Null(await _client.GetStateAsync<string>("store", "b"));

        await _client.ExecuteStateTransactionAsync("store", [new("a", null, StateOperationType.Delete), new("b", "1"u8.ToArray(), StateOperationType.Upsert)]);
        Assert.Null(await _client.GetStateAsync<string>("store", "a"));
        Assert.Equal(1, await _client.GetStateAsync<int>("store", "b"));
    }

    [Fact]
    public async Task Keys_WithTheDefaultPrefix_AreTheAppsOwn()
    {
        var other = _sidecar.Client(await _sidecar.AddAsync("other"));
        await _client.SaveStateAsync("store", "k", "mine");
        await _client.SaveStateAsync("shared", "k", "ours");

        Assert.Null(await other.GetStateAsync<string>("store", "k"));
        Assert.Equal("ours", await other.GetStateAsync<string>("shared", "k"));
    }

    [Fact]
    public async Task Http_SaveGetDelete_AsDaprSays()
    {
        var saved = await _http.PostAsJsonAsync("/v1.0/state/store", new object[]
        {
            new { key = "a b/c", value = new { n = 1 }, metadata = new { ttlInSeconds = "100" } },
            new { key = "k", value = "text" },
        });
        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);

        var got = await _http.GetAsync("/v1.0/state/store/a%20b%2Fc");
        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal("application/json", got.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"n":1}""", await got.Content.ReadAsStringAsync());
        Assert.True(got.Headers.Contains("metadata.ttlExpireTime"));
        var etag = got.Headers.NonValidated["ETag"].ToString();

        Assert.Equal(HttpStatusCode.Conflict, (await DeleteAsync("a%20b%2Fc", "77")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("a%20b%2Fc", etag)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _http.GetAsync("/v1.0/state/store/a%20b%2Fc")).StatusCode);
        Assert.Equal("\"text\"", await _http.GetStringAsync("/v1.0/state/store/k"));
    }

    [Fact]
    public async Task Http_BulkAndTransaction_AsDaprSays()
    {
        var transaction = await PostAsync("/v1.0/state/store/transaction", """
            {"operations":[{"operation":"upsert","request":{"key":"a","value":{"n":1}}},{"operation":"upsert","request":{"key":"b","value":2}},
             {"operation":"delete","request":{"key":"b"}}]}
            """);
        Assert.Equal(HttpStatusCode.NoContent, transaction.StatusCode);

        var bulk = await PostAsync("/v1.0/state/store/bulk", """{"keys":["a","b"]}""");
        var items = await bulk.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(1, items[0].GetProperty("data").GetProperty("n").GetInt32());
        Assert.NotEmpty(items[0].GetProperty("etag").GetString()!);
        Assert.Equal("b", items[1].GetProperty("key").GetString());
        Assert.False(items[1].TryGetProperty("data", out _));
    }

    private async Task<HttpResponseMessage> DeleteAsync(string key, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1.0/state/store/{key}");
        request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await _http.PostAsync(path, content);
    }

    private sealed record Size(int Width, int Height);
}
