using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions;
using Aion.Sidecar.Subscriptions.Crashes;
using Aion.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>Which answers leave an event in the app's hands.</summary>
public sealed class GuardedPostmanTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ScriptedPostman _app = new();
    private readonly CrashGuard _guard;
    private readonly GuardedPostman _postman;
    private long _run;

    public GuardedPostmanTests()
    {
        var options = new CrashGuardOptions { PubSubName = "disk", Topic = "queue", DeadLetterTopic = "dead", Letter = crashing => crashing.Envelope };
        // No event gets as far as a letter here.
        _guard = new CrashGuard(options, new GuardFile(_folder.FullPath, "judge", NullLogger.Instance), null!, new FakeTimeProvider());
        _postman = new GuardedPostman(_app, _guard);
    }

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Broken", 1)]
    [InlineData("Broken Unreachable", 1)]
    [InlineData("Broken Broken", 1)]
    [InlineData("Unreachable", 0)]
    [InlineData("Unreachable Unreachable", 0)]
    [InlineData("Broken Retry", 0)]
    [InlineData("Broken Retry Unreachable", 0)]
    [InlineData("Success", 0)]
    [InlineData("Drop", 0)]
    public async Task Answers_InOneRun_SayWhetherItsCrashCounts(string answers, int crashes)
    {
        foreach (var answer in answers.Split(' ').Select(Enum.Parse<DeliveryOutcome>))
        {
            _app.Answers.Enqueue(answer);
            Assert.Equal(answer, (await _postman.DeliverAsync(Event(1), default)).Outcome);
        }

        await CrashAsync();
        Assert.Equal(crashes, _guard.CrashesOf(Event(1)));
    }

    [Fact]
    public async Task BulkCall_AfterACrash_TakesSuspectsOneByOneAndStopsWhereTheAppIsGone()
    {
        _app.Answers.Enqueue(DeliveryOutcome.Broken);
        await BulkAsync(2, 3);
        await CrashAsync();

        // 1 is new, 2 and 3 were there in the crash; the app is gone after 2.
        (_app.Answers, _app.Calls) = (new([DeliveryOutcome.Success, DeliveryOutcome.Broken]), []);
        Assert.Equal([DeliveryOutcome.Success, DeliveryOutcome.Broken, DeliveryOutcome.Unreachable, DeliveryOutcome.Unreachable], await BulkAsync(1, 2, 3, 4));
        Assert.Equal(["1", "2"], _app.Calls);

        await CrashAsync();
        Assert.Equal([2, 1, 0], ((int[])[2, 3, 4]).Select(number => _guard.CrashesOf(Event(number))));
    }

    [Fact]
    public async Task BulkCall_WithoutSuspects_IsOneCall()
    {
        _app.Answers.Enqueue(DeliveryOutcome.Success);
        await BulkAsync(1, 2, 3);
        Assert.Equal(["1 2 3"], _app.Calls);
    }

    private Task<IReadOnlyList<string>> CrashAsync() => _guard.ReportAsync(new AppCrash(++_run, "exit code 1"), default);

    private async Task<IReadOnlyList<DeliveryOutcome>> BulkAsync(params int[] numbers)
    {
        var results = new DeliveryResult[numbers.Length];
        await _postman.DeliverBulkAsync([.. numbers.Select(Event)], results, default);
        return [.. results.Select(result => result.Outcome)];
    }

    private static PubSubDelivery Event(int number) => new($"1-{number}", "{}"u8.ToArray(), new Dictionary<string, string>(), 1);

    private sealed class ScriptedPostman : IPostman
    {
        public Queue<DeliveryOutcome> Answers { get; set; } = new();

        /// <summary>The numbers of the events of each bulk call.</summary>
        public List<string> Calls { get; set; } = [];

        public ValueTask<DeliveryResult> DeliverAsync(PubSubDelivery delivery, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new DeliveryResult(Answers.Dequeue(), ""));

        public ValueTask DeliverBulkAsync(IReadOnlyList<PubSubDelivery> deliveries, Memory<DeliveryResult> results, CancellationToken cancellationToken)
        {
            Calls.Add(string.Join(' ', deliveries.Select(delivery => delivery.Id[2..])));
            results.Span.Fill(new DeliveryResult(Answers.Dequeue(), ""));
            return ValueTask.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
