using System.Collections.Concurrent;
using Aion.Sidecar.Scheduling;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Scheduling;

public sealed class DueQueueTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly List<string[]> _told = [];

    [Fact]
    public async Task Set_SeveralTimes_TellsInOrderOfDueTime()
    {
        await using var queue = Queue();
        queue.Set("late", Start.AddSeconds(3));
        queue.Set("early", Start.AddSeconds(1));
        queue.Set("middle", Start.AddSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["early"], Assert.Single(_told));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["early", "middle", "late"], _told.SelectMany(batch => batch));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Set_OfOneTime_TellsThemTogetherInTheOrderOfComing()
    {
        await using var queue = Queue();
        var keys = Enumerable.Range(0, 50).Select(number => $"k{number}").ToArray();
        foreach (var key in keys)
            queue.Set(key, Start.AddSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(keys, Assert.Single(_told));
    }

    [Fact]
    public async Task Set_Again_MovesTheKeyBothWays()
    {
        await using var queue = Queue();
        queue.Set("a", Start.AddSeconds(10));
        queue.Set("b", Start.AddSeconds(1));
        queue.Set("a", Start.AddSeconds(1));
        queue.Set("b", Start.AddSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], Assert.Single(_told));
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(["a", "b"], _told.SelectMany(batch => batch));
    }

    [Fact]
    public async Task Remove_BeforeItIsDue_TellsNothing()
    {
        await using var queue = Queue();
        queue.Set("a", Start.AddSeconds(1));

        Assert.True(queue.Remove("a"));
        Assert.False(queue.Remove("a"));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty(_told);
    }

    [Fact]
    public async Task Set_FromTheCallback_RepeatsTheKey()
    {
        DueQueue<string>? queue = null;
        var times = new List<DateTimeOffset>();
        queue = new DueQueue<string>(_time, batch =>
        {
            times.Add(_time.GetUtcNow());
            queue!.Set(batch[0], _time.GetUtcNow().AddSeconds(10));
        });
        await using var owned = queue;
        queue.Set("a", Start);

        for (var i = 0; i < 30; i++)
            _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([0, 10, 20, 30], times.Select(time => (time - Start).TotalSeconds));
    }

    [Fact]
    public async Task Set_FarAway_IsToldInTime()
    {
        await using var queue = Queue();
        queue.Set("next year", Start.AddDays(365));

        _time.Advance(TimeSpan.FromDays(364));
        Assert.Empty(_told);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(["next year"], Assert.Single(_told));
    }

    [Fact]
    public async Task Dispose_WithWaitingKeys_TellsNothingMore()
    {
        var queue = Queue();
        queue.Set("a", Start.AddSeconds(1));

        await queue.DisposeAsync();
        queue.Set("b", Start);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(_told);
    }

    [Fact]
    public async Task RandomSteps_AgreeWithASortedList()
    {
        var random = new Random(7);
        var model = new Dictionary<string, DateTimeOffset>();
        await using var queue = Queue();
        for (var step = 0; step < 20_000; step++)
        {
            var key = $"k{random.Next(300)}";
            switch (random.Next(10))
            {
                case < 6:
                    queue.Set(key, model[key] = _time.GetUtcNow().AddMilliseconds(random.Next(1, 5000)));
                    break;
                case < 9:
                    Assert.Equal(model.Remove(key), queue.Remove(key));
                    break;
                default:
                    Advance(random.Next(200));
                    break;
            }
        }

        Advance(10_000);
        Assert.Empty(model);

        void Advance(int milliseconds)
        {
            _told.Clear();
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            var due = model.Where(entry => entry.Value <= _time.GetUtcNow()).OrderBy(entry => entry.Value).ToArray();
            Assert.Equal(due.Select(entry => entry.Value), _told.SelectMany(batch => batch).Select(key => model[key]));
            foreach (var (key, _) in due)
                model.Remove(key);
            Assert.Equal(model.Count, queue.Count);
        }
    }

    [Fact]
    public async Task TenThousandKeys_OnTheRealClock_TakeOneTimerAndComeInTime()
    {
        var time = new TimerCount();
        var late = new ConcurrentQueue<TimeSpan>();
        var all = new TaskCompletionSource();
        var due = new DateTimeOffset[10_000];
        await using var queue = new DueQueue<int>(time, batch =>
        {
            foreach (var key in batch)
                late.Enqueue(time.GetUtcNow() - due[key]);
            if (late.Count == due.Length)
                all.TrySetResult();
        });
        var start = time.GetUtcNow();
        for (var key = due.Length - 1; key >= 0; key--)
            queue.Set(key, due[key] = start.AddMilliseconds(key / 20));

        await all.Task.Within30s("every key is told");

        Assert.Equal(1, time.Timers);
        Assert.All(late, lateness => Assert.True(lateness >= TimeSpan.Zero, $"{lateness} too early"));
    }

    private DueQueue<string> Queue() => new(_time, batch => _told.Add([.. batch]));

    private sealed class TimerCount : TimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
