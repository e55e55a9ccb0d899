using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Runs one instance for as long as its definition stands: start, watch, restart, stop, in one loop.</summary>
internal sealed class InstanceSupervisor(InstanceTarget firstTarget, SupervisorServices services)
{
    private static readonly TimeSpan RecentlyWoken = TimeSpan.FromSeconds(2);
    private readonly InstanceSignals _signals = new();
    private readonly RestartBackoff _backoff = new();
    private Task _loop = Task.CompletedTask;
    private TimeSpan _lastRun;
    private long _wokenAt;
    private int _woken;
    private volatile InstanceStatus _status = new(
        firstTarget.Spec.Name, firstTarget.Spec.Service, firstTarget.Spec.Number, InstanceState.Waiting, services.Time.GetUtcNow());

    private volatile InstanceTarget _target = firstTarget;

    public InstanceTarget Target => _target;

    public InstanceStatus Status => _status;

    /// <summary>Neither running nor about to: only a kanban can change that.</summary>
    public bool IsIdle => _status.State is InstanceState.Waiting or InstanceState.Finished or InstanceState.Failed;

    /// <param name="running">A process of an earlier run, or null.</param>
    /// <param name="startNow">Start without waiting for a kanban.</param>
    /// <param name="known">The stored status of an instance that stays idle, or null.</param>
    public void Begin(IRunningInstance? running, bool startNow, InstanceStatus? known)
    {
        if (running is null && !startNow && known?.State is InstanceState.Finished or InstanceState.Failed)
        {
            _status = known;
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
        if (_status.State is not (InstanceState.Starting or InstanceState.Running))
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
        if (_status.State == InstanceState.Waiting)
        {
            Publish(InstanceState.Waiting, null);
        }

        while (!_signals.StopRequested)
        {
            if (running is null && !wanted)
            {
                await _signals.Changed;
                _signals.TakeFinish();
                wanted = _signals.TakeWake();
                if (wanted && _status.State == InstanceState.Failed)
                {
                    await PauseAsync(_status.Cause);
                }

                continue;
            }

            running ??= await StartAsync();
            wanted = running is null ? await AfterFailedStartAsync() : await WatchAsync(running);
            running = null;
        }

        if (!services.LeaveRunning)
        {
            Publish(InstanceState.Stopped, null);
        }
    }

    private async Task<IRunningInstance?> StartAsync()
    {
        _signals.TakeWake();
        _signals.TakeFinish();
        Interlocked.Exchange(ref _woken, 0);
        _lastRun = TimeSpan.Zero;
        if (_status.StartedAt is not null)
        {
            _status = _status with { Restarts = _status.Restarts + 1 };
        }

        Publish(InstanceState.Starting, null);
        services.Metrics.Started(_target.Spec.Service);
        try
        {
            return await services.Platform.StartAsync(_target.Spec, CancellationToken.None);
        }
        catch (InstanceStartException e)
        {
            Log.StartFailed(services.Logger, _target.Spec.Name, e.Message);
            Publish(InstanceState.Failed, e.Message);
        }
        catch (Exception e)
        {
            Log.StartBroke(services.Logger, _target.Spec.Name, e);
            Publish(InstanceState.Failed, e.Message);
        }

        return null;
    }

    // A wrong command does not get right by itself, but a missing disk or a busy port can: `always` keeps trying.
    private async Task<bool> AfterFailedStartAsync()
    {
        if (_target.Always)
        {
            await PauseAsync(_status.Cause);
        }

        return _target.Always;
    }

    /// <summary>Follows a running process to its end.</summary>
    /// <returns>Whether it is to be started again.</returns>
    private async Task<bool> WatchAsync(IRunningInstance running)
    {
        var started = services.Time.GetTimestamp();
        _status = _status with { Pid = running.Pid, StartedAt = running.StartedAt, Adopted = running.Adopted };
        Publish(InstanceState.Running, running.Adopted ? "it was left running by an earlier run" : null);
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
        Ended(exit);
        if (_target.Always)
        {
            await PauseAsync(exit.ToString());
            return true;
        }

        if (exit.Succeeded)
        {
            _backoff.Reset();
        }

        Publish(exit.Succeeded ? InstanceState.Finished : InstanceState.Failed, exit.ToString());
        return HasMoreToDo();
    }

    private async Task<bool> FinishAsync(IRunningInstance running)
    {
        Publish(InstanceState.Stopping, "it said that its work is done");
        try
        {
            await running.Exited.WaitAsync(services.Options.TerminateGrace, services.Time);
        }
        catch (TimeoutException)
        {
            await running.StopAsync(services.Options.StopGrace);
        }

        Ended(await running.Exited);
        _backoff.Reset();
        Publish(InstanceState.Finished, "it said that its work is done");
        return HasMoreToDo();
    }

    private async Task<bool> StopAsync(IRunningInstance running)
    {
        if (services.LeaveRunning)
        {
            return false;
        }

        Publish(InstanceState.Stopping, null);
        Ended(await running.StopAsync(services.Options.StopGrace));
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
        Publish(InstanceState.Backoff, cause);
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

    private void Ended(InstanceExit exit)
    {
        Log.Ended(services.Logger, _target.Spec.Name, exit);
        _status = _status with { Pid = null, LastExit = exit.ToString(), LastExitCode = exit.ExitCode, Adopted = false };
    }

    private void Publish(InstanceState state, string? cause)
    {
        _status = _status with { State = state, Cause = cause, Since = services.Time.GetUtcNow() };
        services.Changed(_status);
    }
}
