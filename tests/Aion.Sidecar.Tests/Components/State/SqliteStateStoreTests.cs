using Aion.Sidecar.Components;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.State;

public sealed class SqliteStateStoreTests : StateStoreContract, IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private ComponentRegistry? registry;

    protected override IStateStore Store => registry!.TryGetStateStore("app", "store", out var store, out _) ? store : throw new InvalidOperationException("not loaded");

    public async Task InitializeAsync()
    {
        directory.Write("components/store.yaml", TestRegistry.Yaml("store", "state.sqlite", "connectionString=data/aion.db", "cleanupInterval=10s"));
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await registry!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Reopen_KeepsValuesAndEtags()
    {
        await SaveAsync(Upsert("a", "1"));
        var before = await GetAsync("a");

        await registry!.DisposeAsync();
        await OpenAsync();

        Assert.Equal(("1", before!.Etag), (TextOf(await GetAsync("a")), (await GetAsync("a"))!.Etag));
    }

    [Fact]
    public async Task Reopen_AfterDelete_GivesNoEtagTwice()
    {
        await SaveAsync(Upsert("a", "1"));
        var etag = (await GetAsync("a"))!.Etag;
        await SaveAsync(Delete("a"));
        await registry!.DisposeAsync();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await OpenAsync();

        await SaveAsync(Upsert("a", "2"));

        Assert.NotEqual(etag, (await GetAsync("a"))!.Etag);
    }

    [Fact]
    public async Task Cleanup_ExpiredValues_LeaveTheFile()
    {
        await SaveAsync(Upsert("a", "1") with { TimeToLive = TimeSpan.FromSeconds(1) }, Upsert("b", "2"));

        Time.Advance(TimeSpan.FromSeconds(11));

        await Eventually.HoldsAsync(() => SqliteFile.Count(directory.Combine("data", "aion.db"), "aion_state") == 1);
        Assert.Equal("2", TextOf(await GetAsync("b")));
    }

    [Fact]
    public async Task Open_FileOfAnotherProcess_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(directory.Combine("components"), directory.FullPath));
        Assert.Contains("is in use by another process", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_SaysSo()
    {
        var file = directory.Write("other/text.db", new string('x', 4096));
        directory.Write("broken/store.yaml", TestRegistry.Yaml("store", "state.sqlite", $"connectionString={file}"));

        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(directory.Combine("broken"), directory.FullPath));

        Assert.Contains("damaged or not a SQLite database", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_SeveralKeys_IsOneViewWhileATransactionWritesThem()
    {
        await SaveAsync(Upsert("a", "0"), Upsert("b", "0"));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                await TransactAsync(Upsert("a", $"{i}"), Upsert("b", $"{i}"));
            }
        });

        for (var i = 0; i < 200; i++)
        {
            var entries = await Store.GetAsync(["a", "b"], CancellationToken.None);
            Assert.Equal(TextOf(entries[0]), TextOf(entries[1]));
        }

        await stop.CancelAsync();
        await writing.Within30s();
    }

    private async Task OpenAsync() => registry = await TestRegistry.LoadAsync(directory.Combine("components"), directory.FullPath, Time);
}
