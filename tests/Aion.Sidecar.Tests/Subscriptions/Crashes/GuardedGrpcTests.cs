using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.AppCallback.Autogen.Grpc.v1;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>An app that dies on an event which it gets by AppCallback.OnTopicEvent.</summary>
public sealed class GuardedGrpcTests
{
    [Fact]
    public async Task Event_InHandInThreeCrashes_GoesAwayAndTheNextOneFollows()
    {
        await using var judge = await GuardedApp.StartAsync();
        var callback = new TestCallback { BreaksOn = request => request.Id == "event-1" };
        callback.Subscriptions.Add(new TopicSubscription { PubsubName = "disk", Topic = GuardedApp.Topic });
        await using var app = await GrpcTestApp.StartAsync(callback);
        await judge.PublishAsync(1, 2);

        for (var run = 1; run <= 3; run++)
        {
            await judge.BeginAsync(app.Port, AppProtocol.Grpc);
            Assert.Equal("event-1", (await callback.Events.NextAsync($"the event in run {run}")).Id);
            Assert.Equal(run == 3 ? ["event-1"] : [], await judge.CrashAsync(run));
            // Until its sidecar was gone, it may have been tried again.
            while (callback.Events.Reader.TryRead(out _))
            {
            }
        }

        await judge.BeginAsync(app.Port, AppProtocol.Grpc);
        Assert.Equal("event-2", (await callback.Events.NextAsync("the next event")).Id);
        Assert.Equal("event-1: 1 exit code 1, 2 exit code 2, 3 exit code 3", await judge.LetterAsync());
    }
}
