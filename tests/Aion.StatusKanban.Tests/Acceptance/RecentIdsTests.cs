using Aion.StatusKanban.Acceptance;

namespace Aion.StatusKanban.Tests.Acceptance;

public sealed class RecentIdsTests
{
    [Fact]
    public async Task OnceAsync_IdThatFailedOften_TakesThePlaceOfOne()
    {
        var ids = new RecentIds(2);
        for (var n = 0; n < 3; n++)
        {
            Assert.NotNull(await ids.OnceAsync("a", () => Task.FromResult<Refusal?>(Refusal.Of("no")), out _));
        }

        await ids.OnceAsync("a", Accept, out _);
        await ids.OnceAsync("b", Accept, out _);
        await ids.OnceAsync("a", Accept, out var first);
        await ids.OnceAsync("b", Accept, out var second);
        await ids.OnceAsync("c", Accept, out _);
        await ids.OnceAsync("a", Accept, out var forgotten);

        Assert.Equal((true, true, false), (first, second, forgotten));
    }

    private static Task<Refusal?> Accept() => Task.FromResult<Refusal?>(null);
}
