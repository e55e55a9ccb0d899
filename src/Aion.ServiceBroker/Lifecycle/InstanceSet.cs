using Aion.Project.Planning;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>All instances of the applied project, each with its supervisor.</summary>
internal sealed class InstanceSet(SupervisorServices services, InstanceStateStore store) : IInstanceLifecycle, IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private volatile Dictionary<(string Service, int Number), InstanceSupervisor> _supervisors = [];
    private bool _recovered;

    public IReadOnlyList<InstanceStatus> Instances => [.. _supervisors.Values.Select(s => s.Status)];

    /// <summary>The instances that only a kanban can start.</summary>
    public IEnumerable<InstanceSupervisor> Idle => _supervisors.Values.Where(s => s.IsIdle);

    public void Wake(string service, int number) => Find(service, number)?.Wake();

    public void Finish(string service, int number) => Find(service, number)?.Finish();

    public async Task ApplyAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            if (!_recovered)
            {
                await RecoverAsync(targets, steps, ct);
                _recovered = true;
            }
            else
            {
                await ChangeAsync(targets, steps);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops every instance, or leaves them running if the options say so.</summary>
    public async Task StopAsync()
    {
        services.HostStops();
        await _changing.WaitAsync();
        try
        {
            await Task.WhenAll(_supervisors.Values.Select(s => s.StopAsync()));
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private InstanceSupervisor? Find(string service, int number) => _supervisors.GetValueOrDefault((service, number));

    // The first targets of a run: what an earlier run left is adopted or ended before anything is started.
    private async Task RecoverAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps, CancellationToken ct)
    {
        var actions = ActionsOf(steps);
        var known = await store.LoadAsync([.. targets.Select(t => t.Spec.Name)], ct);

        // Not to be cancelled: what was adopted must get a supervisor, or a stop of the broker would leave it running.
        var adopted = await Task.WhenAll(targets.Select(t => services.Platform.AdoptAsync(t.Spec, CancellationToken.None)));
        await services.Platform.EndLeftoversAsync(CancellationToken.None);
        _supervisors = targets.ToDictionary(t => (t.Spec.Service, t.Spec.Number), t => new InstanceSupervisor(t, services));
        foreach (var (target, running) in targets.Zip(adopted))
        {
            var key = (target.Spec.Service, target.Spec.Number);
            var before = known.GetValueOrDefault(target.Spec.Name);
            Find(key.Service, key.Number)!.Begin(
                running, StartsNow(target, actions[key], before), actions[key] == InstanceAction.Keep ? before : null);
        }

        services.QueueCheck.Request();
    }

    // A finished job is not repeated after a crash of the broker, unless the project that is applied now changed it. What a
    // subscriber's queue holds only its sidecar knows: one that was running is started again.
    private static bool StartsNow(InstanceTarget target, InstanceAction action, InstanceStatus? before)
    {
        var ran = before?.State is InstanceState.Starting or InstanceState.Running or InstanceState.Backoff;
        return action switch
        {
            InstanceAction.Start => true,
            InstanceAction.Restart => target.Startup || ran,
            _ when ran => target.Startup || target.Always || target.Subscriber,
            _ when before?.State is InstanceState.Finished or InstanceState.Failed => target.Startup && target.Always,
            _ => target.Startup,
        };
    }

    private static Dictionary<(string Service, int Number), InstanceAction> ActionsOf(IReadOnlyList<InstanceStep> steps) =>
        steps.ToDictionary(s => (s.Service, s.Number), s => s.Action);

    private async Task ChangeAsync(IReadOnlyList<InstanceTarget> targets, IReadOnlyList<InstanceStep> steps)
    {
        var old = _supervisors;
        var actions = ActionsOf(steps);
        var next = new Dictionary<(string, int), InstanceSupervisor>();
        var begin = new List<(InstanceSupervisor Supervisor, bool StartNow)>();
        foreach (var target in targets)
        {
            var key = (target.Spec.Service, target.Spec.Number);
            var action = actions[key];
            if (old.TryGetValue(key, out var before) && action != InstanceAction.Restart)
            {
                before.Update(target, start: action == InstanceAction.Start);
                next.Add(key, before);
                continue;
            }

            var supervisor = new InstanceSupervisor(target, services);
            next.Add(key, supervisor);
            begin.Add((supervisor, target.Startup || before is { IsIdle: false }));
        }

        // The new ones can be woken from here on, and begin when the old ones of the same name have ended.
        _supervisors = next;
        await Task.WhenAll(old.Values.Except(next.Values).Select(s => s.StopAsync()));
        foreach (var (supervisor, startNow) in begin)
        {
            supervisor.Begin(null, startNow, null);
        }

        services.QueueCheck.Request();
    }
}
