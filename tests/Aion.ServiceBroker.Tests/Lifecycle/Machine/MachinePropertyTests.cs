using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace Aion.ServiceBroker.Tests.Lifecycle.Machine;

/// <summary>Random lives: the invariants are checked by the driver after every step.</summary>
public sealed class MachinePropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);

    private static readonly Gen<int[]> Moves = Gen.Choose(0, 10_000).ArrayOf();

    [Fact]
    public void AnyLife_KeepsTheInvariants() => Check.One(Runs, Prop.ForAll(Moves.ToArbitrary(), moves =>
    {
        var driver = new MachineDriver(ServiceOf(moves.Length == 0 ? 0 : moves[0]));
        foreach (var move in moves.Skip(1))
        {
            Play(driver, move);
        }
    }));

    [Fact]
    public void AnyLife_StoppedByHand_EndsAndStaysStoppedUntilItIsStarted() => Check.One(Runs, Prop.ForAll(Moves.ToArbitrary(), moves =>
    {
        var driver = new MachineDriver(ServiceOf(moves.Length == 0 ? 0 : moves[0]));
        foreach (var (move, i) in moves.Select((m, i) => (m, i)))
        {
            Play(driver, move);
            if (i == moves.Length / 2)
            {
                driver.Send(SignalKind.StopByHand);
            }

            if (i >= moves.Length / 2 && driver.State is { StoppedByHand: true, Removed: false })
            {
                Assert.Equal((InstanceState.Stopped, 0), (driver.State.Phase, driver.Alive));
            }
        }
    }));

    [Fact]
    public void AnyLife_LateWordsOfAnEarlierRun_ChangeNothing() => Check.One(Runs, Prop.ForAll(Moves.ToArbitrary(), moves =>
    {
        var driver = new MachineDriver(ServiceOf(moves.Length == 0 ? 0 : moves[0]));
        foreach (var move in moves)
        {
            Play(driver, move);
            var before = MachineJson.Write(driver.State).GetRawText();
            foreach (var kind in (SignalKind[])[SignalKind.Exited, SignalKind.Health, SignalKind.Started, SignalKind.StartFailed, SignalKind.StartHeld])
            {
                var late = InstanceMachine.Reduce(driver.State, new InstanceSignal(kind) { Run = driver.State.Run - 1 }, driver.Now);
                Assert.Equal(before, MachineJson.Write(late.State).GetRawText());
                Assert.Null(late.Effect);
            }
        }
    }));

    [Fact]
    public void AnyLife_ThenAGoodProgram_RunsInTheEnd() => Check.One(Runs, Prop.ForAll(Moves.ToArbitrary(), moves =>
    {
        var driver = new MachineDriver(MachineDriver.Service(always: true));
        foreach (var move in moves)
        {
            Play(driver, move, removes: false);
        }

        driver.StartAnswers.Clear();
        driver.Depend(null);
        driver.NewBroker();
        driver.Send(SignalKind.StartByHand);
        driver.Pass(TimeSpan.FromHours(1));
        Assert.True(driver.State.Phase.IsUp(), $"it is {driver.State.Phase}: {driver.State.Cause}");
        Assert.Equal(driver.State.Run, driver.Alive);
    }));

    private static void Play(MachineDriver driver, int move, bool removes = true)
    {
        var detail = move / 20;
        switch (move % 20)
        {
            case 0: driver.Apply(ServiceOf(detail)); break;
            case 1: driver.Send(SignalKind.Wake); break;
            case 2: driver.Send(SignalKind.Finish); break;
            case 3 or 4: if (driver.Alive != 0) driver.Exit(detail % 3, kanbanCame: detail % 2 == 0); break;
            case 5: driver.Health(detail % 2 == 0); break;
            case 6: driver.Depend(detail % 3 == 0 ? "database-001 is not healthy yet" : null, detail % 5); break;
            case 7: driver.Send(new InstanceSignal(SignalKind.Busy) { Yes = detail % 2 == 0 }); break;
            case 8: driver.Send(SignalKind.StopByHand); break;
            case 9: driver.Send(SignalKind.StartByHand); break;
            case 10: driver.Send(new InstanceSignal(SignalKind.RestartByHand) { Id = (detail % 3).ToString(System.Globalization.CultureInfo.InvariantCulture) }); break;
            case 11: driver.NewBroker(orderly: detail % 2 == 0); break;
            case 12 when removes && detail % 10 == 0: driver.Send(SignalKind.Remove); break;
            case 13: driver.StartAnswers.Enqueue(detail % 3 == 0 ? SignalKind.StartFailed : SignalKind.Started); break;
            case 15 when detail % 2 == 0: driver.SetAside = (detail % 3) switch { 0 => null, 1 => [], _ => ["k" + detail] }; break;
            case 16 when detail % 2 == 0: driver.Send(new InstanceSignal(SignalKind.PoisonSettled) { SetAside = ["k" + detail] }); break;
            case 14 when detail % 4 == 0: driver.StartAnswers.Enqueue(SignalKind.StartHeld); driver.StartAnswers.Enqueue(SignalKind.Started); break;
            default: driver.Pass(TimeSpan.FromSeconds(detail % 100)); break;
        }
    }

    private static ServiceModel ServiceOf(int detail) => MachineDriver.Service(
        startup: detail % 2 == 0,
        always: detail % 3 == 0,
        restart: detail % 3 == 0 ? null : new RestartModel
        {
            Policy = (RestartPolicy)(detail % 4), Limit = detail % 5 == 0 ? 3 : null, DeferUpTo = TimeSpan.FromSeconds(detail % 7 * 10),
        },
        health: detail % 4 == 3 || detail % 5 == 1 ? new HealthModel { KanbanWithin = TimeSpan.FromSeconds(5) } : null,
        interval: detail % 6 == 1 ? 30 : 0) with { Env = new Dictionary<string, string> { ["VERSION"] = (detail % 3).ToString(System.Globalization.CultureInfo.InvariantCulture) } };
}
