using Aion.Testing;
using Dapr.AppCallback.Autogen.Grpc.v1;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>An app that dies on an event of its streaming subscription, on which many are under way at a time.</summary>
public sealed class GuardedStreamTests : IAsyncLifetime
{
    private GuardedApp _judge = null!;

    public async Task InitializeAsync() => _judge = await GuardedApp.StartAsync();

    public async Task DisposeAsync() => await _judge.DisposeAsync();

    [Fact]
    public async Task Events_InHandTogether_ComeAloneUntilTheGuiltyOneIsFound()
    {
        await _judge.PublishAsync(1, 2, 3);
        Assert.Equal("1, 2, 3", await RunAsync(3));
        Assert.Empty(await _judge.CrashAsync(run: 1));

        Assert.Equal("1", await RunAsync(1));
        Assert.Empty(await _judge.CrashAsync(run: 2));
        Assert.Equal("1", await RunAsync(1));
        Assert.Equal(["event-1"], await _judge.CrashAsync(run: 3));

        // The others have one crash behind them, and come one after the other.
        using var stream = await OpenAsync();
        var second = await stream.NextEventAsync("the second event");
        Assert.Equal("event-2", second.Id);
        await stream.AnswerAsync(second);
        var third = await stream.NextEventAsync("the third event");
        Assert.Equal("event-3", third.Id);
        await stream.AnswerAsync(third);
        Assert.Equal("event-1: 1 exit code 1, 2 exit code 2, 3 exit code 3", await _judge.LetterAsync());
    }

    [Fact]
    public async Task Event_AnsweredRetry_IsCountedAnew()
    {
        await _judge.PublishAsync(1);
        for (var run = 1; run <= 4; run++)
        {
            using (var stream = await OpenAsync())
            {
                var first = await stream.NextEventAsync("the event");
                if (run == 3)
                {
                    await stream.AnswerAsync(first, TopicEventResponse.Types.TopicEventResponseStatus.Retry);
                    await stream.NextEventAsync("the event again");
                }
            }

            Assert.Empty(await _judge.CrashAsync(run));
        }
    }

    [Fact]
    public async Task SuspectAnsweredRetry_ComesBeforeTheOthers()
    {
        await _judge.PublishAsync(1, 2);
        await RunAsync(2);
        await _judge.CrashAsync(run: 1);

        using var stream = await OpenAsync();
        await stream.AnswerAsync(await stream.NextEventAsync("the first event"), TopicEventResponse.Types.TopicEventResponseStatus.Retry);
        var again = await stream.NextEventAsync("the first event again");
        Assert.Equal("event-1", again.Id);
        await stream.AnswerAsync(again);
        Assert.Equal("event-2", (await stream.NextEventAsync("the second event")).Id);
    }

    private async Task<EventStream> OpenAsync() =>
        await EventStream.OpenAsync(_judge.Sidecar.Raw(await _judge.BeginAsync()), GuardedApp.Topic, pubSub: "disk");

    /// <summary>A run that gets so many events, answers none and ends.</summary>
    private async Task<string> RunAsync(int count)
    {
        using var stream = await OpenAsync();
        var data = new List<string>();
        while (data.Count < count)
            data.Add(await stream.NextDataAsync($"event {data.Count + 1} of {count}"));
        return string.Join(", ", data);
    }
}
