using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using static Aion.ServiceBroker.Tests.Lifecycle.Machine.MachineDriver;

namespace Aion.ServiceBroker.Tests.Lifecycle.Machine;

public sealed class InstanceMachineTests
{
    private static readonly RestartModel NoJitter = new() { Policy = RestartPolicy.OnFailure, Backoff = new BackoffModel { Jitter = 0 } };

    [Fact]
    public void Crash_First_StartsAgainAtOnceThenBacksOffToACrashLoopThatGoesOn()
    {
        var driver = new MachineDriver(Service(restart: NoJitter with { Backoff = new BackoffModel { Jitter = 0, Maximum = TimeSpan.FromSeconds(4) } }));
        List<double> pauses = [];
        for (var i = 0; i < 6; i++)
        {
            var crashed = driver.Now;
            driver.Exit(1);
            var paused = driver.State.Phase;
            driver.Pass(TimeSpan.FromMinutes(1));
            pauses.Add((driver.Effects[^1].At - crashed).TotalSeconds);
            Assert.Equal(i switch { 0 => InstanceState.Running, < 3 => InstanceState.Backoff, _ => InstanceState.CrashLoop }, paused);
            Assert.Equal(InstanceState.Running, driver.State.Phase);
        }

        Assert.Equal([0, 1, 2, 4, 4, 4], pauses);
        driver.Pass(TimeSpan.FromMinutes(11));
        driver.Exit(1);
        Assert.Equal((InstanceState.Running, 1), (driver.State.Phase, driver.State.Tries));
    }

    [Theory]
    [InlineData(RestartPolicy.Never, 0, InstanceState.Finished)]
    [InlineData(RestartPolicy.Never, 1, InstanceState.Failed)]
    [InlineData(RestartPolicy.OnFailure, 0, InstanceState.Finished)]
    [InlineData(RestartPolicy.OnFailure, 1, InstanceState.Running)]
    [InlineData(RestartPolicy.Always, 0, InstanceState.Running)]
    public void Exit_ByPolicy_EndsOrStartsAgain(RestartPolicy policy, int code, InstanceState expected)
    {
        var driver = new MachineDriver(Service(restart: new RestartModel { Policy = policy }));
        driver.Exit(code);
        Assert.Equal(expected, driver.State.Phase);
    }

    [Fact]
    public void Limit_IsReached_FailsAndSaysSoUntilItIsStartedByHand()
    {
        var driver = new MachineDriver(Service(restart: NoJitter with { Limit = 2 }));
        driver.StartAnswers.Enqueue(SignalKind.StartFailed);
        driver.Exit(1);
        driver.Pass(TimeSpan.FromHours(1));
        Assert.Equal(InstanceState.Failed, driver.State.Phase);
        Assert.Equal("the command 'job' is not there; given up after 2 restarts (restart.limit), `aionctl start` tries again", driver.State.Cause!.Text);
        driver.Send(SignalKind.Wake);
        Assert.Equal(InstanceState.Failed, driver.State.Phase);
        driver.StartAnswers.Clear();
        driver.Send(SignalKind.StartByHand);
        Assert.Equal((InstanceState.Running, 0), (driver.State.Phase, driver.State.Tries));
    }

    [Fact]
    public void Interval_StartsEveryNSecondsAfterItsStartUnlessItStillRuns()
    {
        var driver = new MachineDriver(Service(interval: 60));
        var begun = driver.Now;
        driver.Pass(TimeSpan.FromSeconds(5));
        driver.Exit(0);
        driver.Pass(TimeSpan.FromSeconds(56));
        Assert.Equal(InstanceState.Running, driver.State.Phase);
        driver.Pass(TimeSpan.FromSeconds(89));
        driver.Exit(0);
        driver.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 60, 180], driver.Effects.Select(e => (e.At - begun).TotalSeconds));
    }

    [Fact]
    public void Unhealthy_OnUnhealthy_IsRestartedAsAFailure()
    {
        var driver = new MachineDriver(Service(
            restart: NoJitter with { Policy = RestartPolicy.OnUnhealthy }, health: new HealthModel { KanbanWithin = TimeSpan.FromSeconds(1) }));
        driver.Health(true);
        Assert.Equal(InstanceState.Healthy, driver.State.Phase);
        driver.Health(false);
        Assert.Equal([EffectKind.Start, EffectKind.Stop, EffectKind.Start], driver.Effects.Select(e => e.Effect.Kind));
        Assert.Equal((2, 1), (driver.State.Run, driver.State.Tries));
        Assert.Equal("it answered 503", driver.State.Transitions[^2].Cause);
    }

    [Fact]
    public void Unhealthy_Again_IsTheCauseDuringThePauseAndNotTheSignalThatEndedIt()
    {
        var driver = new MachineDriver(Service(
            restart: NoJitter with { Policy = RestartPolicy.OnUnhealthy }, health: new HealthModel { KanbanWithin = TimeSpan.FromSeconds(1) }));
        driver.Health(false);
        driver.Health(false);
        Assert.Equal((InstanceState.Backoff, CauseKind.Probe), (driver.State.Phase, driver.State.Cause!.Kind));
        Assert.Equal(CauseKind.Signal, driver.State.LastEnd!.Cause.Kind);
        driver.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((InstanceState.Running, "it answered 503"), (driver.State.Phase, driver.State.Transitions[^2].Cause));
    }

    [Fact]
    public void Update_IsNotHealthyInTime_IsRolledBackAndNotTriedAgain()
    {
        var health = new HealthModel { KanbanWithin = TimeSpan.FromSeconds(1) };
        var driver = new MachineDriver(Service(health: health));
        driver.Health(true);
        var changed = Service(health: health) with { Command = ["job", "--worse"] };
        driver.Apply(changed);
        Assert.Equal((2, "job --worse"), (driver.Alive, string.Join(' ', driver.State.Definition!.Service.Command)));
        driver.Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(2, driver.Alive);
        driver.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((3, "job"), (driver.Alive, string.Join(' ', driver.State.Definition.Service.Command)));
        Assert.Equal(
            "the update (command changed) was rolled back: the update did not become healthy within 60 s", driver.State.Rejected!.Cause.Text);

        driver.Apply(changed);
        Assert.Equal(3, driver.Alive);
        driver.Apply(changed with { Command = ["job", "--better"] });
        driver.Health(true);
        driver.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal((4, null), (driver.Alive, driver.State.Rejected));
    }

    [Fact]
    public void Update_ThatWasRolledBack_IsTriedAgainWhenForcedOrJudgedOtherwise()
    {
        var health = new HealthModel { KanbanWithin = TimeSpan.FromSeconds(1) };
        var driver = new MachineDriver(Service(health: health));
        var changed = Service(health: health) with { Command = ["job", "--worse"] };
        driver.Health(true);
        driver.Apply(changed);
        driver.Exit(1);
        driver.Health(true);
        Assert.Equal((3, true), (driver.Alive, driver.State.Rejected is not null));

        driver.Apply(changed with { NextService = new Dictionary<string, IReadOnlyList<RouteModel>> { ["other"] = [] } });
        Assert.Equal(3, driver.Alive);
        driver.Apply(changed, force: true);
        Assert.Equal((4, "job --worse", null), (driver.Alive, string.Join(' ', driver.State.Definition!.Service.Command), driver.State.Rejected));
        driver.Exit(1);
        driver.Health(true);
        driver.Apply(changed with { Health = new HealthModel { KanbanWithin = TimeSpan.FromSeconds(9) } });
        Assert.Equal((6, "job --worse"), (driver.Alive, string.Join(' ', driver.State.Definition.Service.Command)));
    }

    [Theory]
    [InlineData(5, 1, "job")]
    [InlineData(5, 0, "job --new")]
    [InlineData(15, 1, "job --new")]
    public void Update_WithoutHealth_IsRolledBackWhenItFailsSoon(int seconds, int code, string expected)
    {
        var driver = new MachineDriver(Service());
        driver.Apply(Service() with { Command = ["job", "--new"] });
        driver.Pass(TimeSpan.FromSeconds(seconds));
        driver.Exit(code);
        Assert.Equal(expected, string.Join(' ', driver.State.Definition!.Service.Command));
    }

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(60, true, 20)]
    [InlineData(60, false, 60)]
    public void Update_OfABusyInstance_WaitsUntilItIsFreeOrTheTimeIsOver(int deferUpTo, bool becomesFree, int expectedSeconds)
    {
        var restart = NoJitter with { DeferUpTo = TimeSpan.FromSeconds(deferUpTo) };
        var driver = new MachineDriver(Service(restart: restart));
        driver.Send(new InstanceSignal(SignalKind.Busy) { Yes = true, Cause = new InstanceCause(CauseKind.Requested, "writes a disc") });
        var applied = driver.Now;
        driver.Apply(Service(restart: restart) with { Command = ["job", "--new"] });
        driver.Pass(TimeSpan.FromSeconds(20));
        driver.Send(new InstanceSignal(SignalKind.Busy) { Yes = !becomesFree });
        driver.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(expectedSeconds, (driver.Effects[^1].At - applied).TotalSeconds);
        Assert.Equal("job --new", string.Join(' ', driver.State.Definition!.Service.Command));
    }

    [Fact]
    public void Dependencies_AreWaitedForAndTheirRestartRestarts()
    {
        var driver = new MachineDriver(Service(startup: false));
        driver.Depend("database-001 is not healthy yet");
        driver.Send(SignalKind.Wake);
        Assert.Equal("waits: database-001 is not healthy yet", driver.State.Cause!.Text);
        driver.Depend(null, run: 7);
        Assert.Equal(1, driver.Alive);
        driver.Depend("database-001 is not healthy yet", run: 7);
        Assert.Equal(1, driver.Alive);
        driver.Depend(null, run: 8);
        Assert.Equal(2, driver.Alive);
        Assert.Contains("database-001, which it depends on, was started again", driver.State.Transitions.Select(t => t.Cause));
    }

    [Fact]
    public void StoppedByHand_SurvivesApplyAndBrokerUntilItIsStarted()
    {
        var driver = new MachineDriver(Service(always: true));
        driver.Send(SignalKind.StopByHand);
        driver.Apply(Service(always: true) with { Command = ["job", "--new"] });
        driver.NewBroker();
        driver.NewBroker(orderly: true);
        driver.Send(SignalKind.Wake);
        Assert.Equal((InstanceState.Stopped, 0), (driver.State.Phase, driver.Alive));
        driver.Send(SignalKind.StartByHand);
        Assert.Equal(2, driver.Alive);
        Assert.Equal("job --new", string.Join(' ', driver.State.Definition!.Service.Command));
    }

    [Fact]
    public void Signal_SentTwice_CountsOnceAndANewBrokerCountsAnew()
    {
        var driver = new MachineDriver(Service());
        var stop = new InstanceSignal(SignalKind.StopByHand) { Order = 7 };
        var start = new InstanceSignal(SignalKind.StartByHand) { Order = 8 };
        foreach (var signal in (InstanceSignal[])[stop, start, stop, start])
        {
            driver.Send(signal);
        }

        Assert.Equal((InstanceState.Running, 2), (driver.State.Phase, driver.State.Run));
        driver.NewBroker();
        driver.Send(stop with { Order = 2 });
        Assert.Equal(InstanceState.Stopped, driver.State.Phase);
    }

    [Fact]
    public void Removed_ProjectWantsItAgain_BeginsAnewWithItsNextRun()
    {
        var driver = new MachineDriver(Service());
        driver.Exit(1);
        driver.Send(SignalKind.StopByHand);
        driver.Send(SignalKind.Remove);
        driver.Send(SignalKind.StartByHand);
        Assert.Equal((true, InstanceState.Stopped, 0), (driver.State.Removed, driver.State.Phase, driver.Alive));

        driver.Apply(Service());
        Assert.Equal((false, InstanceState.Running, 3, 0), (driver.State.Removed, driver.State.Phase, driver.State.Run, driver.State.Tries));
        driver.Send(SignalKind.Remove);
        driver.NewBroker();
        Assert.Equal((InstanceState.Running, 4), (driver.State.Phase, driver.Alive));
    }

    [Fact]
    public void Waiting_WithoutKanbans_SaysWhatStartsIt()
    {
        var driver = new MachineDriver(Service(startup: false) with { WithoutKanban = true });
        Assert.Equal("it takes no kanbans and has no `startup`; `aionctl start` starts it", driver.State.Cause!.Text);
        Assert.Equal("its first kanban starts it", new MachineDriver(Service(startup: false)).State.Cause!.Text);

        driver = new MachineDriver(Service(interval: 60) with { WithoutKanban = true });
        driver.NewBroker(orderly: true);
        Assert.Equal(InstanceState.Running, driver.State.Phase);
        driver = new MachineDriver(Service(startup: false, interval: 60) with { WithoutKanban = true });
        driver.Send(SignalKind.StartByHand);
        driver.NewBroker(orderly: true);
        Assert.Equal("its `interval` starts it", driver.State.Cause!.Text);
    }

    [Fact]
    public void RestartByHand_Repeated_CountsOnce()
    {
        var driver = new MachineDriver(Service());
        var request = new InstanceSignal(SignalKind.RestartByHand) { Id = "r1" };
        driver.Send(request);
        driver.Send(request);
        Assert.Equal(2, driver.Alive);
    }

    [Fact]
    public void NewBroker_AfterACrash_AdoptsWhatRunsAndCountsWhatEnded()
    {
        var driver = new MachineDriver(Service());
        driver.NewBroker();
        Assert.Equal((1, true, 0), (driver.Alive, driver.State.Adopted, driver.State.Tries));
        driver.NewBroker(orderly: true);
        Assert.Equal((2, 0), (driver.Alive, driver.State.Tries));
    }

    [Fact]
    public void NewBroker_AfterAnOrderlyStop_CountsRestartsAnew()
    {
        var driver = new MachineDriver(Service());
        driver.Exit(1);
        Assert.Equal(2, driver.State.Starts);
        driver.NewBroker(orderly: true);
        Assert.Equal((3, 1), (driver.State.Run, driver.State.Starts));
    }

    [Fact]
    public void NewBroker_WithAChangedDefinition_AdoptsAndThenUpdates()
    {
        var driver = new MachineDriver(Service());
        driver.Apply(Service() with { Env = new Dictionary<string, string> { ["A"] = "1" } });
        driver.NewBroker();
        Assert.Equal([EffectKind.Start, EffectKind.Stop, EffectKind.Start, EffectKind.Adopt], driver.Effects.Select(e => e.Effect.Kind));
    }

    [Fact]
    public void Delay_Jitter_OnlyShortensAndDependsOnTheRunAlone()
    {
        var backoff = new BackoffModel { Jitter = 0.5 };
        var delays = Enumerable.Range(1, 200).Select(run => RestartDelay.Of(backoff, 3, "job", 1, run).TotalSeconds).ToArray();
        Assert.All(delays, d => Assert.InRange(d, 1, 2));
        Assert.InRange(delays.Average(), 1.4, 1.6);
        Assert.Equal(delays[7], RestartDelay.Of(backoff, 3, "job", 1, 8).TotalSeconds);
        Assert.Equal(TimeSpan.FromMinutes(1), RestartDelay.Of(new BackoffModel { Jitter = 0 }, int.MaxValue, "job", 1, 1));
    }
}
