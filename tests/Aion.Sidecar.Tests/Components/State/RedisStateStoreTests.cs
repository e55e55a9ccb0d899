using Aion.Sidecar.Components;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;
using StackExchange.Redis;

namespace Aion.Sidecar.Tests.Components.State;

[Collection(RedisFixture.Collection)]
public sealed class RedisStateStoreTests(RedisFixture redis) : StateStoreContract, IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private ComponentRegistry? registry;
    private ConnectionMultiplexer? client;

    protected override IStateStore Store => registry!.TryGetStateStore("app", "store", out var store, out _) ? store : throw new InvalidOperationException("not loaded");

    private IDatabase Redis => client!.GetDatabase(3);

    public async Task InitializeAsync()
    {
        client = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { redis.Server.Host }, Password = redis.Server.Password, AllowAdmin = true });
        await Redis.ExecuteAsync("FLUSHDB");
        directory.Write("store.yaml", TestRegistry.Yaml("store", "state.redis", $"redisHost={redis.Server.Host}", $"redisPassword={redis.Server.Password}", "redisDB=3"));
        registry = await TestRegistry.LoadAsync(directory.Combine("store.yaml"), directory.FullPath);
    }

    public async Task DisposeAsync()
    {
        await registry!.DisposeAsync();
        await client!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Upsert_WritesTheHashThatDaprdReads()
    {
        await SaveAsync(Upsert("app||a", "1"), Upsert("app||a", "2"), Upsert("app||b", "3") with { FirstWrite = true });

        Assert.Equal(new Dictionary<string, string> { ["data"] = "2", ["version"] = "2" }, await HashAsync("app||a"));
        Assert.Equal(new Dictionary<string, string> { ["data"] = "3", ["version"] = "1", ["first-write"] = "0" }, await HashAsync("app||b"));
    }

    [Fact]
    public async Task Get_ReadsTheHashThatDaprdWrites()
    {
        await Redis.HashSetAsync("app||a", [new HashEntry("data", "{\"x\":1}"), new HashEntry("version", 7)]);
        await Redis.KeyExpireAsync("app||a", TimeSpan.FromMinutes(1));

        var entry = await GetAsync("app||a");

        Assert.Equal(("{\"x\":1}", "7"), (TextOf(entry), entry!.Etag));
        Assert.NotNull(entry.ExpiresAt);
        Assert.Null(Assert.Single(await ApplyAsync(Upsert("app||a", "2") with { Etag = "7" })));
    }

    [Fact]
    public async Task Get_PlainString_IsAValueAndCanBeOverwritten()
    {
        await Redis.StringSetAsync("app||a", "old");
        Assert.Equal("old", TextOf(await GetAsync("app||a")));
        await SaveAsync(Upsert("app||a", "new"));
        Assert.Equal("new", TextOf(await GetAsync("app||a")));
    }

    [Fact]
    public async Task Load_WrongPassword_StopsTheStart()
    {
        directory.Write("bad.yaml", TestRegistry.Yaml("store", "state.redis", $"redisHost={redis.Server.Host}", "redisPassword=wrong"));
        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(directory.Combine("bad.yaml"), directory.FullPath).Within30s());
        Assert.Contains($"bad.yaml:1:1: component \"store\" (state.redis) cannot be opened: Redis at {redis.Server.Host} cannot be used", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoServerButErrorsIgnored_LeavesTheComponentOut()
    {
        var yaml = TestRegistry.Yaml("store", "state.redis", $"redisHost=127.0.0.1:{FreePort.Next()}", "dialTimeout=200ms").Replace("  version: v1\n", "  version: v1\n  ignoreErrors: true\n", StringComparison.Ordinal);
        directory.Write("off.yaml", yaml);
        await using var loaded = await TestRegistry.LoadAsync(directory.Combine("off.yaml"), directory.FullPath).Within30s();
        Assert.Empty(loaded.List("app"));
    }

    /// <summary>The server's clock is not the test's: what would expire in the hour expires now.</summary>
    protected override async Task PassTimeToLiveAsync()
    {
        if (await Redis.KeyTimeToLiveAsync("a") is { } left)
        {
            Assert.InRange(left, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
            await Redis.KeyExpireAsync("a", TimeSpan.Zero);
        }
    }

    private async Task<Dictionary<string, string>> HashAsync(string key) =>
        (await Redis.HashGetAllAsync(key)).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
}
