using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using static Aion.ServiceBroker.Tests.Lifecycle.Machine.MachineDriver;

namespace Aion.ServiceBroker.Tests.Lifecycle.Machine;

/// <summary>What a user sees of kanbans that are set aside because they crash their service.</summary>
public sealed class PoisonTests
{
    private static readonly RestartModel NoJitter = new() { Policy = RestartPolicy.OnFailure, Backoff = new BackoffModel { Jitter = 0 } };

    [Fact]
    public void Crash_FollowedByAStart_IsReportedWithIt()
    {
        var driver = new MachineDriver(Service()) { SetAside = ["k1"] };
        driver.Exit(139);
        Assert.Equal((EffectKind.Start, 1), (driver.Effects[^1].Effect.Kind, driver.Effects[^1].Effect.Report!.Run));
        Assert.Equal((InstanceState.Running, null), (driver.State.Phase, driver.State.Unreported));
        Assert.Contains(driver.State.Transitions, t => t.State == InstanceState.Poisoned && t.Cause!.Contains("k1", StringComparison.Ordinal));
        Assert.Equal("1 kanban set aside as poison: `aionctl kanban dead`", StatusView.Of(driver.State).Note);
    }

    [Fact]
    public void Crash_FollowedByAPause_IsPoisonedUntilTheNextStart()
    {
        var driver = new MachineDriver(Service(restart: NoJitter));
        driver.Exit(139);
        driver.SetAside = ["k1"];
        driver.Exit(139);

        Assert.Equal((EffectKind.Report, 2), (driver.Effects[^1].Effect.Kind, driver.Effects[^1].Effect.Run));
        var status = StatusView.Of(driver.State);
        Assert.Equal((InstanceState.Poisoned, driver.Now + TimeSpan.FromSeconds(1), 1), (status.State, status.NextTry, status.SetAside));
        Assert.Equal((CauseKind.Poison, "it crashed three times in a row with k1 in work: set aside"), (status.Cause!.Kind, status.Cause.Text));
        driver.Send(SignalKind.Wake);
        Assert.Equal(InstanceState.Poisoned, driver.State.Phase);

        driver.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((InstanceState.Running, null), (driver.State.Phase, driver.Effects[^1].Effect.Report));
    }

    [Fact]
    public void SetAside_IsToldUntilSomebodyHasDealtWithIt()
    {
        var driver = new MachineDriver(Service(restart: NoJitter)) { SetAside = ["k1", "k2"] };
        driver.Exit(139);
        driver.Send(new InstanceSignal(SignalKind.PoisonSettled) { SetAside = ["other", "k2"] });
        Assert.Equal("1 kanban set aside as poison: `aionctl kanban dead`", StatusView.Of(driver.State).Note);
        driver.Send(new InstanceSignal(SignalKind.PoisonSettled) { SetAside = ["k1"] });
        Assert.Equal((null, 0), (StatusView.Of(driver.State).Note, StatusView.Of(driver.State).SetAside));
        Assert.All(driver.State.Poison, p => Assert.Equal(driver.Now, p.SettledAt));
    }

    [Fact]
    public void Report_Failed_IsMadeWithTheNextStart()
    {
        var driver = new MachineDriver(Service(restart: NoJitter));
        driver.Exit(1);
        driver.SetAside = null;
        driver.Exit(1);
        Assert.Equal(InstanceState.Backoff, driver.State.Phase);
        driver.SetAside = ["k1"];
        driver.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((EffectKind.Start, 2), (driver.Effects[^1].Effect.Kind, driver.Effects[^1].Effect.Report!.Run));
        Assert.Equal(1, StatusView.Of(driver.State).SetAside);
    }

    [Fact]
    public void Crash_ThatIsNotFollowedByAStart_IsReportedAndStaysFailed()
    {
        var driver = new MachineDriver(Service(restart: new RestartModel { Policy = RestartPolicy.Never })) { SetAside = ["k1"] };
        driver.Exit(1);
        Assert.Equal(EffectKind.Report, driver.Effects[^1].Effect.Kind);
        Assert.Equal((InstanceState.Failed, "exit code 1", 1), (driver.State.Phase, driver.State.Cause!.Text, StatusView.Of(driver.State).SetAside));
    }
}
