using Aion.Project.Model;
using Aion.ServiceBroker.Health.Probes;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Health;

/// <summary>Checks one instance and draws conclusions; when to check, its owner knows from <see cref="NextCheck"/>.</summary>
internal sealed class HealthMonitor(
    InstanceSpec spec, HealthModel model, IProbe probe, Action<HealthVerdict> changed, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Until the first success it is asked more often: others may be waiting for it.</summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly long _started = time.GetTimestamp();
    private bool? _healthy;
    private ProbeAnswer? _last;
    private DateTimeOffset? _lastAt;
    private int _failures;
    private bool _disposed;

    public IProbe Probe => probe;

    /// <summary>From the start of one check to the next.</summary>
    public TimeSpan NextCheck => _healthy is null && StartInterval < model.Interval ? StartInterval : model.Interval;

    public HealthReport Report
    {
        get
        {
            lock (_gate)
            {
                return new HealthReport(probe.Name, _healthy, _last?.Text, _lastAt, _failures);
            }
        }
    }

    /// <summary>Asks once, for at most the time-out. Never faults.</summary>
    public async Task CheckAsync()
    {
        using var late = new CancellationTokenSource(model.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _end.Token);
        try
        {
            Conclude(await probe.AskAsync(limit.Token));
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The instance has ended, and the probe was taken away from under the check.
        }
        catch (OperationCanceledException)
        {
            Conclude(new ProbeAnswer(false, $"gave no answer within {model.Timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception e)
        {
            Log.CheckBroke(logger, spec.Name, e);
            Conclude(new ProbeAnswer(false, e.Message));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _end.Cancel();
        probe.Dispose();
    }

    private void Conclude(ProbeAnswer answer)
    {
        // The callback is inside: after the disposal there is none, and no two at the same time.
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            (_last, _lastAt) = (answer, time.GetUtcNow());
            _failures = answer.Healthy == false ? _failures + 1 : 0;
            if (answer.Healthy == true && _healthy != true)
            {
                Tell(new HealthVerdict(true, null, _lastAt.Value));
            }
            else if (answer.Healthy == false && _healthy != false && HasFailed())
            {
                Tell(new HealthVerdict(false, Cause(answer), _lastAt.Value));
            }
        }
    }

    private bool HasFailed() => _healthy is null
        ? time.GetElapsedTime(_started) >= model.Interval * model.Failures : _failures >= (probe.Failures ?? model.Failures);

    private InstanceCause Cause(ProbeAnswer last) => new(
        CauseKind.Probe,
        _healthy is null ? $"not healthy within {(model.Interval * model.Failures).TotalSeconds:0.#} s of its start; {probe.Name}: {last.Text}"
            : _failures > 1 ? $"{_failures} health checks failed in a row; {probe.Name}: {last.Text}"
            : $"a health check failed; {probe.Name}: {last.Text}");

    private void Tell(HealthVerdict verdict)
    {
        _healthy = verdict.Healthy;
        try
        {
            changed(verdict);
        }
        catch (Exception e)
        {
            Log.VerdictLost(logger, spec.Name, e);
        }
    }
}
