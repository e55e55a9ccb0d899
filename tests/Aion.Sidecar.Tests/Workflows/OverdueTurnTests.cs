using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Turns that a worker holds and does not answer.</summary>
public sealed class OverdueTurnTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private WorkflowFixture _sidecar = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await WorkflowFixture.StartAsync(time: _time);
        _sidecar.Log.Expected.Add("TurnOverdue");
    }

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task Turn_ThatIsNotAnswered_IsTold_AndItsAnswerIsTakenAllTheSame()
    {
        await using var worker = await TestWorker.ConnectAsync(_sidecar.Client);
        var starting = _sidecar.ScheduleAsync("slow", id: "one");
        var turn = await worker.TurnAsync();
        Assert.Empty(_sidecar.Log.Provoked);

        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.HoldsAsync(() => _sidecar.Log.Provoked.Contains("TurnOverdue"));
        await worker.AnswerAsync(turn, Actions.Complete("late"));
        Assert.Equal("late", (await _sidecar.EndAsync("one")).Output);
        await starting.Within30s();
    }

    [Fact]
    public async Task Turn_ThatIsAnswered_IsNotTold()
    {
        await using var worker = await TestWorker.ConnectAsync(_sidecar.Client);
        var starting = _sidecar.ScheduleAsync("quick", id: "one");
        await worker.AnswerAsync(await worker.TurnAsync());
        await starting.Within30s();

        // The activity after it may take as long as it likes.
        _time.Advance(TimeSpan.FromMinutes(2));
        await _sidecar.RaiseAsync("one", "go");
        await worker.AnswerAsync(await worker.TurnAsync(), Actions.Complete());
        await _sidecar.EndAsync("one");

        Assert.Empty(_sidecar.Log.Provoked);
    }
}
