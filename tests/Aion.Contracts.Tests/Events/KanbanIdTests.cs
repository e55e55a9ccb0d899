using Aion.Contracts.Events;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Contracts.Tests.Events;

public sealed class KanbanIdTests
{
    [Fact]
    public void New_FromManyThreads_IsUniqueAndSortsInOrderPerThread()
    {
        var made = new string[4][];
        Parallel.For(0, made.Length, n => made[n] = [.. Enumerable.Range(0, 20_000).Select(_ => KanbanId.New(TimeProvider.System))]);

        Assert.Equal(80_000, made.SelectMany(ids => ids).Distinct().Count());
        Assert.All(made, ids => Assert.Equal(ids.Order(StringComparer.Ordinal), ids));
    }

    [Fact]
    public void New_TimeAhead_IsAUuidOfVersion7WithThatTime()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var id = Guid.Parse(KanbanId.New(time));

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
    }

    [Fact]
    public void Derive_SameArguments_MakesTheSameId()
    {
        var parent = KanbanId.New(TimeProvider.System);

        var id = KanbanId.Derive(parent, "judge", 1);

        Assert.Equal(id, KanbanId.Derive(parent, "judge", 1));
        Assert.Equal(parent[..13], id[..13]);
        Assert.Equal(8, Guid.Parse(id).Version);
        Assert.Equal(
            4, new[] { id, KanbanId.Derive(parent, "judge", 2), KanbanId.Derive(parent, "judg", 1), KanbanId.DeriveOutput(parent, 1) }.Distinct().Count());
    }

    [Fact]
    public void Derive_KnownParent_StaysTheSameForEver() =>
        Assert.Equal("01890000-0000-8df5-91cd-aafc5f574205", KanbanId.Derive("01890000-0000-7000-8000-000000000001", "judge", 1));

    [Fact]
    public void Derive_ParentThatIsNoUuid_IsAUuid() => Assert.Equal(8, Guid.Parse(KanbanId.Derive("order-4711", "judge", 1)).Version);
}
