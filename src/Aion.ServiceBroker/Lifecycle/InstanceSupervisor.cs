using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Runs one instance for as long as its definition stands: start, watch, restart, stop, in one loop.</summary>
internal sealed class InstanceSupervisor(InstanceTarget firstTarget, SupervisorServices services)
{
    private static readonly TimeSpan RecentlyWoken = TimeSpan.FromSeconds(2);
    private readonly InstanceSignals _signals = new();
    private readonly RestartBackoff _backoff = new();
    private readonly InstanceStatusBoard _board = new(firstTarget.Spec, services);
    private Task _loop = Task.CompletedTask;
    private TimeSpan _lastRun;
    private long _wokenAt;
    private int _woken;
    private volatile InstanceTarget _target = firstTarget;

    public InstanceTarget Target => _target;

    public InstanceStatus Status => _board.Status;

    /// <summary>Neither running nor about to: only a kanban can change that.</summary>
    public bool IsIdle => Status.State is InstanceState.Waiting or InstanceState.Finished or InstanceState.Failed;

    /// <param name="running">A process of an earlier run, or null.</param>
    /// <param name="startNow">Start without waiting for a kanban.</param>
    /// <param name="known">The stored status of an instance that stays idle, or null.</param>
    public void Begin(IRunningInstance? running, bool startNow, InstanceStatus? known)
    {
        if (running is null && !startNow && known?.State is InstanceState.Finished or InstanceState.Failed)
        {
            _board.Continue(known);
        }

        _loop = RunAsync(running, startNow);
    }

    /// <summary>Takes over a definition that a running process need not be restarted for.</summary>
    public void Update(InstanceTarget target, bool start)
    {
        _target = target;
        if (start && IsIdle)
        {
            _signals.Wake();
        }
    }

    /// <summary>The mark is set before the state is read, and AfterExitAsync does it the other way round: one of them sees it.</summary>
    public void Wake()
    {
        Volatile.Write(ref _wokenAt, services.Time.GetTimestamp());
        Interlocked.Exchange(ref _woken, 1);
        if (Status.State is not (InstanceState.Starting or InstanceState.Running))
        {
            _signals.Wake();
        }
    }

    public void Finish()
    {
        if (!_target.Always)
        {
            _signals.Finish();
        }
    }

    /// <summary>Ends the instance and its loop; the last status is <see cref="InstanceState.Stopped"/>.</summary>
    public async Task StopAsync()
    {
        _signals.Stop();
        await _loop;
    }

    private async Task RunAsync(IRunningInstance? running, bool wanted)
    {
        if (Status.State == InstanceState.Waiting)
        {
            _board.Enter(InstanceState.Waiting, (string?)null);
        }

        while (!_signals.StopRequested)
        {
            if (running is null && !wanted)
            {
                await _signals.Changed;
                _signals.TakeFinish();
                wanted = _signals.TakeWake();
                if (wanted && Status.State == InstanceState.Failed)
                {
                    await PauseAsync(Status.Cause?.Text);
                }

                continue;
            }

            running ??= await StartAsync();
            wanted = running is null ? await AfterFailedStartAsync() : await WatchAsync(running);
            running = null;
        }

        if (!services.LeaveRunning)
        {
            _board.Enter(InstanceState.Stopped, (string?)null);
        }
    }

    private async Task<IRunningInstance?> StartAsync()
    {
        _signals.TakeWake();
        _signals.TakeFinish();
        Interlocked.Exchange(ref _woken, 0);
        _lastRun = TimeSpan.Zero;
        _board.Starting();
        try
        {
            return await services.Platform.StartAsync(_target.Spec, CancellationToken.None);
        }
        catch (InstanceStartException e)
        {
            Log.StartFailed(services.Logger, _target.Spec.Name, e.Message);
            _board.Enter(InstanceState.Failed, e.Message);
        }
        catch (Exception e)
        {
            Log.StartBroke(services.Logger, _target.Spec.Name, e);
            _board.Enter(InstanceState.Failed, e.Message);
        }

        return null;
    }

    // A wrong command does not get right by itself, but a missing disk or a busy port can: `always` keeps trying.
    private async Task<bool> AfterFailedStartAsync()
    {
        if (_target.Always)
        {
            await PauseAsync(Status.Cause?.Text);
        }

        return _target.Always;
    }

    /// <summary>Follows a running process to its end.</summary>
    /// <returns>Whether it is to be started again.</returns>
    private async Task<bool> WatchAsync(IRunningInstance running)
    {
        var started = services.Time.GetTimestamp();
        _board.Running(running);
        while (!running.Exited.IsCompleted && !_signals.StopRequested)
        {
            await Task.WhenAny(running.Exited, _signals.Changed);
            _signals.TakeWake();
            if (_signals.TakeFinish())
            {
                return await FinishAsync(running);
            }
        }

        return running.Exited.IsCompleted
            ? await AfterExitAsync(await running.Exited, services.Time.GetElapsedTime(started))
            : await StopAsync(running);
    }

    private async Task<bool> AfterExitAsync(InstanceExit exit, TimeSpan ran)
    {
        _lastRun = ran;
        _board.Ended(exit);
        if (_target.Always)
        {
            await PauseAsync(exit.ToString());
            return true;
        }

        if (exit.Succeeded)
        {
            _backoff.Reset();
        }

        _board.Enter(exit.Succeeded ? InstanceState.Finished : InstanceState.Failed, exit.ToString());
        return HasMoreToDo();
    }

    private async Task<bool> FinishAsync(IRunningInstance running)
    {
        _board.Enter(InstanceState.Stopping, "it said that its work is done");
        try
        {
            await running.Exited.WaitAsync(services.Options.TerminateGrace, services.Time);
        }
        catch (TimeoutException)
        {
            await running.StopAsync(services.Options.StopGrace);
        }

        _board.Ended(await running.Exited);
        _backoff.Reset();
        _board.Enter(InstanceState.Finished, "it said that its work is done");
        return HasMoreToDo();
    }

    private async Task<bool> StopAsync(IRunningInstance running)
    {
        if (services.LeaveRunning)
        {
            return false;
        }

        _board.Enter(InstanceState.Stopping, (string?)null);
        _board.Ended(await running.StopAsync(services.Options.StopGrace));
        return false;
    }

    // A kanban that was routed while the instance was about to end still waits. Whose queue status-kanban holds is asked for;
    // a subscriber's queue nobody can look into, so there only a very recent kanban counts.
    private bool HasMoreToDo()
    {
        if (Interlocked.Exchange(ref _woken, 0) == 0)
        {
            return false;
        }

        services.QueueCheck.Request();
        return _target.Subscriber && services.Time.GetElapsedTime(Volatile.Read(ref _wokenAt)) < RecentlyWoken;
    }

    private async Task PauseAsync(string? cause)
    {
        var pause = _backoff.Next(_lastRun);
        _board.Enter(InstanceState.Backoff, cause);
        Log.Backoff(services.Logger, _target.Spec.Name, cause, pause.TotalSeconds);
        using var over = new CancellationTokenSource();
        var delay = Task.Delay(pause, services.Time, over.Token);
        while (!delay.IsCompleted && !_signals.StopRequested)
        {
            await Task.WhenAny(delay, _signals.Changed);
            _signals.TakeWake();
            _signals.TakeFinish();
        }

        await over.CancelAsync();
    }
}
