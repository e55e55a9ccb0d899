using System.ComponentModel;
using Aion.ServiceBroker.Platforms.Processes.Causes;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Aion.ServiceBroker.Platforms.Processes.Memory;
using Aion.ServiceBroker.Platforms.Processes.Native;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Runs instances as processes of this device (Linux), each with a session and a process group of its own.</summary>
/// <remarks>
/// Processes are cut loose on purpose: they write their logs themselves and do not die with the broker, so that an update
/// of the broker need not restart a healthy service. The price is that a broker that was killed leaves them behind; the
/// records in <c>$AION_HOME/run/instances</c> let the next one adopt or end every one of them.
/// </remarks>
public sealed class ProcessPlatform : IInstancePlatform, IDisposable
{
    private readonly ServiceBrokerOptions _options;
    private readonly ISidecarLauncher _sidecars;
    private readonly InstanceLogs _logs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InstanceRecordStore _records;
    private readonly Leftovers _leftovers;
    private readonly ExitWatcher _exits = new();
    private readonly ExitDoctor _doctor = new(new OomKills());
    private readonly MemoryWatch _memory;
    private readonly HashSet<string> _claimed = [];

    /// <summary>Nothing is started or read yet.</summary>
    public ProcessPlatform(
        IOptions<ServiceBrokerOptions> options, ISidecarLauncher sidecars, InstanceLogs logs, TimeProvider time, ILogger<ProcessPlatform> logger)
    {
        (_options, _sidecars, _logs, _time, _logger) = (options.Value, sidecars, logs, time, logger);
        _records = new InstanceRecordStore(Path.Combine(_options.Home, "run", "instances"));
        _leftovers = new Leftovers(time);
        _memory = new MemoryWatch(time);
    }

    /// <inheritdoc />
    public async Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct)
    {
        await EndPreviousAsync(spec.Name);
        var sidecar = await StartSidecarAsync(RequestFor(spec), ct);
        try
        {
            return Follow(Spawn(spec, sidecar), spec, adopted: false);
        }
        catch
        {
            await _sidecars.StopAsync(spec.Name, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct)
    {
        if (_records.Load(spec.Name) is not { } record || !_leftovers.IsAlive(record))
        {
            return null;
        }

        var sidecar = await StartSidecarAsync(RequestFor(spec) with { Previous = record.Sidecar }, ct);
        // The inherited variables do not count: they differ between two terminals.
        if (spec.Fingerprint(sidecar) == record.Definition)
        {
            Log.Adopted(_logger, spec.Name, record.Pid);
            return Follow(record, spec, adopted: true);
        }

        await _sidecars.StopAsync(spec.Name, ct);
        await EndPreviousAsync(spec.Name);
        return null;
    }

    /// <inheritdoc />
    public InstanceTrace? FindTrace(string name) =>
        _records.Load(name) is { } record ? new InstanceTrace(record.Run, _leftovers.IsAlive(record)) : null;

    /// <inheritdoc />
    public Task EndLeftoverAsync(string name) => EndPreviousAsync(name);

    /// <inheritdoc />
    public async Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct)
    {
        foreach (var record in _records.LoadAll().Where(r => !spared.Contains(r.Name) && !IsClaimed(r.Token)))
        {
            ct.ThrowIfCancellationRequested();
            await EndAsync(record);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _memory.Dispose();
        _exits.Dispose();
    }

    private static SidecarRequest RequestFor(InstanceSpec spec) => new(spec.Name, spec.AppPort, spec.AppProtocol) { Queue = spec.Queue };

    private async ValueTask<IReadOnlyDictionary<string, string>> StartSidecarAsync(SidecarRequest request, CancellationToken ct)
    {
        try
        {
            return await _sidecars.StartAsync(request, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && e is not InstanceStartException { Cause.Kind: CauseKind.Sidecar })
        {
            throw new InstanceStartException(new InstanceCause(CauseKind.Sidecar, $"its sidecar does not start: {e.Message}"), e);
        }
    }

    private InstanceRecord Spawn(InstanceSpec spec, IReadOnlyDictionary<string, string> sidecar)
    {
        var token = Guid.NewGuid().ToString("N");
        var environment = ProcessEnvironment.Build(spec, sidecar, token);
        var program = CommandResolver.Resolve(spec, environment);
        Directory.CreateDirectory(Path.Combine(_options.Home, "Data", $"{spec.Service}_{spec.Number}"));
        var record = new InstanceRecord
        {
            Name = spec.Name,
            Run = spec.Run,
            Pid = 0,
            StartTime = 0,
            BootId = _leftovers.BootId,
            Token = token,
            Definition = spec.Fingerprint(sidecar),
            LogStart = _logs.LengthOf(spec.Name),
            StartedAt = _time.GetUtcNow(),
            Sidecar = sidecar,
        };
        Claim(token);
        _records.Save(record);
        try
        {
            var pid = ProcessSpawn.Start(
                program, spec.Command, environment.Select(v => v.Key + "=" + v.Value), spec.WorkingDirectory, _logs.Open(spec.Name));
            record = record with { Pid = pid, StartTime = ProcStat.Read(pid)?.StartTime ?? 0 };
        }
        catch (Win32Exception e)
        {
            _records.Remove(record);
            Disclaim(token);
            throw new InstanceStartException(ProgramFile.WhyNotStarted(program, e), e);
        }

        TrySave(record);
        return record;
    }

    // The draft without the pid is on the disk and finds the process by its token, too; giving up here would leave it unwatched.
    private void TrySave(InstanceRecord record)
    {
        try
        {
            _records.Save(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.PidNotRecorded(_logger, record.Name, e.Message);
        }
    }

    private ProcessInstance Follow(InstanceRecord record, InstanceSpec spec, bool adopted)
    {
        Claim(record.Token);
        _logs.Continue(record.Name, record.LogStart);
        var ended = _exits.WatchAsync(record.Pid, child: !adopted);
        // Between the look at the record and the watch the pid may have passed to another process.
        if (adopted && !_leftovers.IsAlive(record))
        {
            ended = Task.FromResult<int?>(null);
        }

        var instance = ProcessInstance.Follow(
            record, adopted, _time, ended, (end, trace) => _doctor.Diagnose(end, trace, spec.MemoryLimit, _logs.Tail(record.Name)),
            () => TidyAsync(record));
        if (spec.MemoryLimit is { } limit)
        {
            _memory.Add(record.Pid, limit, instance.EndForMemory);
        }

        return instance;
    }

    // Whatever a step meets, such as a full disk: that the instance has ended must be known, or nobody starts it again.
    private async Task TidyAsync(InstanceRecord record)
    {
        Disclaim(record.Token);
        Func<ValueTask>[] steps =
        [
            () => { _records.Remove(record); return default; },
            () => { _logs.Close(record.Name); return default; },
            () => { _memory.Remove(record.Pid); return default; },
            () => _sidecars.StopAsync(record.Name, CancellationToken.None),
        ];
        foreach (var step in steps)
        {
            try
            {
                await step();
            }
            catch (Exception e)
            {
                Log.NotTidied(_logger, record.Name, e.Message);
            }
        }
    }

    private async Task EndPreviousAsync(string name)
    {
        if (_records.Load(name) is { } record && !IsClaimed(record.Token))
        {
            await EndAsync(record);
        }
    }

    private async Task EndAsync(InstanceRecord record)
    {
        if (await _leftovers.EndAsync(record, _options.StopGrace) is > 0 and var count)
        {
            Log.LeftoverEnded(_logger, record.Name, count);
        }

        _records.Remove(record);
    }

    private void Claim(string token)
    {
        lock (_claimed)
        {
            _claimed.Add(token);
        }
    }

    private void Disclaim(string token)
    {
        lock (_claimed)
        {
            _claimed.Remove(token);
        }
    }

    private bool IsClaimed(string token)
    {
        lock (_claimed)
        {
            return _claimed.Contains(token);
        }
    }
}
