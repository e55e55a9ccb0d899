using Aion.Sidecar.Workflows;
using Aion.Testing;
using DurableTask.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>How long workflows stay that have ended.</summary>
public sealed class RetentionTests
{
    private static readonly WorkflowRetention HourAndDay = new() { Completed = TimeSpan.FromHours(1), AnyTerminal = TimeSpan.FromDays(1) };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Ended_IsRemovedWhenItsTimeIsOver()
    {
        await using var sidecar = await StartAsync(HourAndDay);
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);
        await RunAsync(sidecar, worker, "good", Actions.Complete());
        await RunAsync(sidecar, worker, "bad", Actions.Complete(status: OrchestrationStatus.Failed));
        await RunAsync(sidecar, worker, "running");
        _time.Advance(TimeSpan.FromMinutes(59));
        await RunAsync(sidecar, worker, "young", Actions.Complete());
        Assert.NotNull(await sidecar.GetAsync("good"));

        _time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.HoldsAsync(async () => await sidecar.GetAsync("good") is null);
        Assert.Equal(["bad", "running", "young"], await ListAsync(sidecar));
        _time.Advance(TimeSpan.FromDays(1));
        await Eventually.HoldsAsync(async () => (await ListAsync(sidecar)).SequenceEqual(["running"]));
    }

    [Fact]
    public async Task Ended_WhoseTimeWasOverWhileNothingRan_IsRemovedAtTheNextStart()
    {
        await using var sidecar = await StartAsync(HourAndDay);
        await using (var worker = await TestWorker.ConnectAsync(sidecar.Client))
        {
            // More than one batch.
            for (var i = 0; i < 103; i++)
                await RunAsync(sidecar, worker, $"i{i}", Actions.Complete());
            await RunAsync(sidecar, worker, "running");
        }

        await sidecar.Host.DisposeAsync();
        _time.Advance(TimeSpan.FromHours(2));
        await sidecar.StartAsync();

        await Eventually.HoldsAsync(async () => (await ListAsync(sidecar)).SequenceEqual(["running"]));
    }

    [Fact]
    public async Task Ended_WithNoTimeToStay_IsRemovedAtOnce()
    {
        await using var sidecar = await StartAsync(new WorkflowRetention { AnyTerminal = TimeSpan.Zero });
        await using var worker = await TestWorker.ConnectAsync(sidecar.Client);

        await RunAsync(sidecar, worker, "one", Actions.Complete());

        await Eventually.HoldsAsync(async () => await sidecar.GetAsync("one") is null);
    }

    [Fact]
    public void Due_WithMoreTimeThanTheCalendarHas_IsNever() =>
        Assert.Equal(DateTime.MaxValue.Ticks, InstanceRetention.Due(_time.GetUtcNow().UtcTicks, TimeSpan.MaxValue));

    private Task<WorkflowFixture> StartAsync(WorkflowRetention retention) =>
        WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", WorkflowRetention = retention }, _time);

    private static async Task<IEnumerable<string>> ListAsync(WorkflowFixture sidecar) =>
        (await sidecar.Client.ListInstanceIDsAsync(new ListInstanceIDsRequest())).InstanceIds.Order(StringComparer.Ordinal);

    private static async Task RunAsync(WorkflowFixture sidecar, TestWorker worker, string id, params WorkflowAction[] actions)
    {
        var starting = sidecar.ScheduleAsync("any", id: id);
        await worker.AnswerAsync(await worker.TurnAsync(), actions);
        await starting.Within30s();
    }
}
