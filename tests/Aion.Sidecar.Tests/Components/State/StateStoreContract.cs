using System.Text;
using Aion.Sidecar.Components.State;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Components.State;

/// <summary>What every state store does the same way.</summary>
public abstract class StateStoreContract
{
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected abstract IStateStore Store { get; }

    /// <summary>Lets time pass until values of a time to live of one hour are gone.</summary>
    protected virtual Task PassTimeToLiveAsync()
    {
        Time.Advance(TimeSpan.FromHours(2));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Get_MissingKey_IsNull() => Assert.Null(await GetAsync("none"));

    [Fact]
    public async Task Apply_Upsert_IsReadBackWithANewEtagEachTime()
    {
        await SaveAsync(Upsert("a", "1"));
        var first = await GetAsync("a");
        await SaveAsync(Upsert("a", "2"));
        var second = await GetAsync("a");

        Assert.Equal(("1", "2"), (TextOf(first), TextOf(second)));
        Assert.NotEqual(first!.Etag, second!.Etag);
    }

    [Fact]
    public async Task Apply_BinaryAndEmptyValues_KeepTheirBytes()
    {
        byte[] bytes = [0, 255, 10, 13, 0];
        await SaveAsync(new StateOperation(StateOperationKind.Upsert, "bytes", bytes), new StateOperation(StateOperationKind.Upsert, "empty"));

        var entries = await Store.GetAsync(["bytes", "empty"], CancellationToken.None).Within30s();

        Assert.Equal(bytes, entries[0]!.Value.ToArray());
        Assert.Equal(0, entries[1]!.Value.Length);
    }

    [Fact]
    public async Task Apply_WithEtag_WritesOnlyWhenItMatches()
    {
        await SaveAsync(Upsert("a", "1"));
        var etag = (await GetAsync("a"))!.Etag;

        Assert.Null(Assert.Single(await ApplyAsync(Upsert("a", "2") with { Etag = etag })));
        var error = Assert.Single(await ApplyAsync(Upsert("a", "3") with { Etag = etag }));

        Assert.Equal((StateEtagError.Mismatch, "a"), (error!.Error, error.Key));
        Assert.Equal("2", TextOf(await GetAsync("a")));
    }

    [Fact]
    public async Task Apply_EtagThatNoStoreGave_IsInvalid() =>
        Assert.Equal(StateEtagError.Invalid, Assert.Single(await ApplyAsync(Upsert("a", "1") with { Etag = "not-an-etag" }))!.Error);

    [Fact]
    public async Task Apply_EtagOfADeletedAndRecreatedKey_DoesNotMatch()
    {
        await SaveAsync(Upsert("a", "1"));
        await SaveAsync(Upsert("a", "2"));
        var etag = (await GetAsync("a"))!.Etag;
        await SaveAsync(Delete("a"), Upsert("a", "3"));

        Assert.NotNull(Assert.Single(await ApplyAsync(Delete("a") with { Etag = etag })));
        Assert.Equal("3", TextOf(await GetAsync("a")));
    }

    [Fact]
    public async Task Apply_FirstWrite_FailsWhenTheKeyExists()
    {
        Assert.Null(Assert.Single(await ApplyAsync(Upsert("a", "1") with { FirstWrite = true })));
        Assert.Equal(StateEtagError.Mismatch, Assert.Single(await ApplyAsync(Upsert("a", "2") with { FirstWrite = true }))!.Error);
        Assert.Equal("1", TextOf(await GetAsync("a")));
    }

    [Fact]
    public async Task Apply_OneFailure_DoesNotStopItsNeighbours()
    {
        await SaveAsync(Upsert("b", "old"));

        var errors = await ApplyAsync(Upsert("a", "1"), Upsert("b", "2") with { FirstWrite = true }, Upsert("c", "3"));

        Assert.Equal([true, false, true], errors.Select(error => error is null));
        Assert.Equal(["1", "old", "3"], (await Store.GetAsync(["a", "b", "c"], CancellationToken.None)).Select(TextOf));
    }

    [Fact]
    public async Task Delete_MissingKey_Succeeds() => Assert.Null(Assert.Single(await ApplyAsync(Delete("none"))));

    [Fact]
    public async Task Delete_RemovesTheKey()
    {
        await SaveAsync(Upsert("a", "1"));
        await SaveAsync(Delete("a"));
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task Transact_AllMatch_AppliesInOrder()
    {
        await TransactAsync(Upsert("a", "1"), Upsert("b", "2"), Upsert("a", "3"), Delete("b"));
        Assert.Equal("3", TextOf(await GetAsync("a")));
        Assert.Null(await GetAsync("b"));
    }

    [Fact]
    public async Task Transact_OneEtagFails_AppliesNothing()
    {
        await SaveAsync(Upsert("a", "old"), Upsert("c", "old"));

        var error = await Assert.ThrowsAsync<StateEtagException>(
            () => TransactAsync(Upsert("a", "new"), Upsert("b", "new"), Delete("c"), Upsert("a", "newer") with { Etag = "77777" }));

        Assert.Equal(StateEtagError.Mismatch, error.Error);
        Assert.Equal(["old", null, "old"], (await Store.GetAsync(["a", "b", "c"], CancellationToken.None)).Select(TextOf));
    }

    [Fact]
    public async Task TimeToLive_Over_KeyIsGoneAndCanBeWrittenFirst()
    {
        await SaveAsync(Upsert("a", "1") with { TimeToLive = TimeSpan.FromHours(1) });
        Assert.NotNull((await GetAsync("a"))!.ExpiresAt);

        await PassTimeToLiveAsync();

        Assert.Null(await GetAsync("a"));
        Assert.Null(Assert.Single(await ApplyAsync(Upsert("a", "2") with { FirstWrite = true })));
    }

    [Fact]
    public async Task TimeToLive_SavedAgainWithout_LivesForEver()
    {
        await SaveAsync(Upsert("a", "1") with { TimeToLive = TimeSpan.FromHours(1) });
        await SaveAsync(Upsert("a", "2") with { TimeToLive = TimeSpan.Zero });

        await PassTimeToLiveAsync();

        Assert.Equal("2", TextOf(await GetAsync("a")));
    }

    [Fact]
    public async Task Apply_ManyIncrementsAtOnce_LosesNone()
    {
        await SaveAsync(Upsert("counter", "0"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => IncrementAsync(25)))).Within30s();

        Assert.Equal("100", TextOf(await GetAsync("counter")));
    }

    protected static StateOperation Upsert(string key, string value) => new(StateOperationKind.Upsert, key, Encoding.UTF8.GetBytes(value));

    protected static StateOperation Delete(string key) => new(StateOperationKind.Delete, key);

    protected static string? TextOf(StateEntry? entry) => entry is null ? null : Encoding.UTF8.GetString(entry.Value.Span);

    protected async Task<StateEntry?> GetAsync(string key) => Assert.Single(await Store.GetAsync([key], CancellationToken.None).Within30s());

    protected async Task SaveAsync(params StateOperation[] operations) => Assert.All(await ApplyAsync(operations), Assert.Null);

    protected Task<IReadOnlyList<StateEtagException?>> ApplyAsync(params StateOperation[] operations) =>
        Store.ApplyAsync(operations, CancellationToken.None).Within30s();

    protected Task TransactAsync(params StateOperation[] operations) => Store.TransactAsync(operations, CancellationToken.None).Within30s();

    private async Task IncrementAsync(int times)
    {
        while (times > 0)
        {
            var entry = await GetAsync("counter");
            var next = int.Parse(TextOf(entry)!) + 1;
            times -= Assert.Single(await ApplyAsync(Upsert("counter", $"{next}") with { Etag = entry!.Etag })) is null ? 1 : 0;
        }
    }
}
