using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Tests.Lifecycle.Machine;

/// <summary>Drives one machine in manual time over a world with at most one process, and holds it to its invariants.</summary>
internal sealed class MachineDriver
{
    private int _sequence;

    public MachineDriver(ServiceModel service)
    {
        State = LifecycleState.New("job", 1, Now);
        Definition = Of(service);
        Send(new InstanceSignal(SignalKind.Reconcile) { Id = "first", Definition = Definition });
    }

    public DateTimeOffset Now { get; private set; } = new(2025, 4, 1, 8, 0, 0, TimeSpan.Zero);

    public LifecycleState State { get; private set; }

    public InstanceDefinition Definition { get; private set; }

    /// <summary>The run whose process is alive; 0: none.</summary>
    public int Alive { get; private set; }

    /// <summary>How the next starts answer; the last one stays.</summary>
    public Queue<SignalKind> StartAnswers { get; } = new();

    public List<(InstanceEffect Effect, DateTimeOffset At)> Effects { get; } = [];

    /// <summary>What the next reports of crashes set aside; null: they fail.</summary>
    public IReadOnlyList<string>? SetAside { get; set; } = [];

    public static ServiceModel Service(
        bool startup = true, bool always = false, RestartModel? restart = null, HealthModel? health = null, int interval = 0) => new()
    {
        Name = "job", Label = "job", Image = "job", Startup = startup, Always = always, Restart = restart, Health = health,
        Interval = interval, Command = ["job"],
    };

    public static InstanceDefinition Of(ServiceModel service) => new() { Service = service, DeviceName = "here", Directory = "/line", Generation = 1 };

    public void Apply(ServiceModel service, bool force = false) => Apply(Of(service) with { Generation = Definition.Generation + 1 }, force);

    public void Apply(InstanceDefinition definition, bool force = false)
    {
        Definition = definition;
        Send(new InstanceSignal(SignalKind.Apply) { Definition = definition, Sequence = ++_sequence, Force = force });
    }

    public void Exit(int code, bool kanbanCame = false, int? run = null)
    {
        var of = run ?? State.Run;
        Alive = Alive == of ? 0 : Alive;
        Send(new InstanceSignal(SignalKind.Exited) { Run = of, Yes = code == 0, Also = kanbanCame, Cause = new InstanceExit(code, null).Cause });
    }

    public void Health(bool healthy, int? run = null) => Send(new InstanceSignal(SignalKind.Health)
    {
        Run = run ?? State.Run, Yes = healthy, Cause = healthy ? null : new InstanceCause(CauseKind.Probe, "it answered 503"),
    });

    public void Depend(string? waitsFor, int run = 1) => Send(new InstanceSignal(SignalKind.Dependencies)
    {
        Dependencies = new DependencyVerdict(waitsFor is null ? [] : [waitsFor], new Dictionary<string, int> { ["database-001"] = run }),
    });

    /// <summary>A broker that starts after this one was killed, or stopped in order and ended its processes.</summary>
    public void NewBroker(bool orderly = false)
    {
        Alive = orderly ? 0 : Alive;
        Send(new InstanceSignal(SignalKind.Reconcile) { Id = Guid.NewGuid().ToString(), Yes = Alive != 0, Also = orderly, Definition = Definition });
    }

    /// <summary>Time passes, with a tick whenever something is due.</summary>
    public void Pass(TimeSpan time)
    {
        for (var end = Now + time; ;)
        {
            if (State.Due is not { } due || due > end)
            {
                Now = end;
                return;
            }

            Now = due > Now ? due : Now + TimeSpan.FromMilliseconds(1);
            Send(new InstanceSignal(SignalKind.Tick));
        }
    }

    public void Send(SignalKind kind) => Send(new InstanceSignal(kind));

    public void Send(InstanceSignal signal)
    {
        for (InstanceSignal? next = signal; next is not null;)
        {
            var step = InstanceMachine.Reduce(State, next, Now);
            MachineInvariants.Check(State, next, step, Now);
            // What is stored is read again before every step, as by a broker that was killed in between.
            State = MachineJson.Read<LifecycleState>(MachineJson.Write(step.State));
            next = step.Effect is null ? null : CarryOut(MachineJson.Read<InstanceEffect>(MachineJson.Write(step.Effect)));
        }
    }

    private InstanceSignal CarryOut(InstanceEffect effect)
    {
        Effects.Add((effect, Now));
        switch (effect.Kind)
        {
            case EffectKind.Start:
                Assert.Equal(0, Alive);
                return Start(effect);
            case EffectKind.Stop:
                Assert.Equal(effect.Run, Alive);
                Alive = 0;
                return new InstanceSignal(SignalKind.Exited) { Run = effect.Run, Cause = new InstanceExit(null, 15).Cause };
            case EffectKind.Report:
                Assert.NotEqual(effect.Run, Alive);
                return new InstanceSignal(SignalKind.Reported) { Run = effect.Run, SetAside = SetAside };
            default:
                return Alive == effect.Run && Alive != 0
                    ? new InstanceSignal(SignalKind.Started) { Run = effect.Run, Pid = 4711, Adopted = true, At = State.StartedAt }
                    : new InstanceSignal(SignalKind.Exited) { Run = effect.Run, Cause = InstanceExit.Unknown.Cause };
        }
    }

    private InstanceSignal Start(InstanceEffect effect)
    {
        var answer = StartAnswers.Count > 1 ? StartAnswers.Dequeue() : StartAnswers.Count == 1 ? StartAnswers.Peek() : SignalKind.Started;
        var setAside = effect.Report is null ? null : SetAside;
        if (answer == SignalKind.Started)
        {
            Alive = effect.Run;
        }

        return new InstanceSignal(answer)
        {
            Run = effect.Run,
            Pid = answer == SignalKind.Started ? 4711 : null,
            SetAside = setAside,
            Cause = answer == SignalKind.StartFailed ? new InstanceCause(CauseKind.CommandMissing, "the command 'job' is not there") : null,
        };
    }
}
