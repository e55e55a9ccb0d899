using System.Globalization;
using Aion.Client.StaticTopics;

namespace Aion.Client.Tests.StaticTopics;

public sealed class SeenIdsTests
{
    [Fact]
    public void TryAdd_TopicThatChangesForEver_RemembersAboutWhatItHas()
    {
        var seen = new SeenIds(atLeast: 100);
        var topic = new Queue<int>();
        var (given, most) = (0, 0);
        seen.Begin();
        for (var n = 0; n < 10_000; n++)
        {
            topic.Enqueue(n);
            if (topic.Count > 50)
            {
                topic.Dequeue();
            }

            given += seen.TryAdd(Id(n)) ? 1 : 0;
            if (seen.WantsNewStream)
            {
                seen.Begin();
                given += topic.Count(id => seen.TryAdd(Id(id)));
            }

            most = Math.Max(most, seen.Count);
        }

        Assert.Equal(10_000, given);
        Assert.InRange(most, 100, 400);
    }

    [Fact]
    public void TryAdd_StreamThatBreaksWhileItRepeats_GivesNoneTwice()
    {
        var seen = new SeenIds(atLeast: 100);
        seen.Begin();
        Assert.Equal([true, true, true], new[] { "a", "b", "c" }.Select(seen.TryAdd));
        seen.Begin();
        Assert.False(seen.TryAdd("a"));
        seen.Begin();
        Assert.Equal([false, false, true, false], new[] { "b", "c", "d", "d" }.Select(seen.TryAdd));
    }

    private static string Id(int n) => n.ToString(CultureInfo.InvariantCulture);
}
