using System.Globalization;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Crashes;

/// <summary>
/// In which crashes of its instance each kanban of a queue was in flight. One that was in too many of them is poison. Kept in
/// the state store. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class QueueCrashes(QueueKey queue, int limit)
{
    private const int LongestCause = 1000;
    private readonly KanbansInFlight _inFlight = new();
    private readonly List<Crash> _crashes = [];
    private readonly List<string> _left = [];
    private IReadOnlyList<string> _stored = [];
    private CrashReport? _last;
    private bool _isChanged;

    private string Key => StateKeys.Crashes(queue.Service, queue.Number);

    /// <summary>A client got the kanban.</summary>
    public void HandedOut(string id) => _inFlight.Add(id);

    /// <summary>The kanban came back, and not because its client died with it.</summary>
    public void Spared(string id) => _inFlight.Remove(id);

    /// <summary>The service answered for the kanban without taking it off the queue: it can live with it.</summary>
    public void Forgive(string id)
    {
        _inFlight.Remove(id);
        Forget([id]);
    }

    /// <summary>The kanban left the queue for good.</summary>
    public void Left(string id)
    {
        _inFlight.Remove(id);
        if (CountOf(id) > 0)
        {
            // Forgotten only when the ledger knows it: else a crash between would hand out what is in kanban.dead already.
            _left.Add(id);
        }
    }

    public int CountOf(string id) => _crashes.Count(crash => crash.Kanbans.Contains(id));

    public bool IsPoison(string id) => limit > 0 && CountOf(id) >= limit;

    /// <summary>Why the kanban is poison. The same text whenever it is asked.</summary>
    public string Explain(string id)
    {
        var causes = _crashes.Where(crash => crash.Kanbans.Contains(id)).Select(crash => $"run {crash.Run}: {crash.Cause}").ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"It was in flight in {causes.Count} crashes of {InstanceName.Format(queue.Service, queue.Number)} without an answer between: {string.Join("; ", causes)}");
    }

    /// <summary>
    /// Counts a crash against everything in flight, unless the run is the one that was reported last. Runs are not compared
    /// otherwise: those of an instance that was removed and added again begin anew.
    /// </summary>
    public CrashReport Report(long run, string cause, out bool repeated)
    {
        repeated = _last?.Run == run;
        if (repeated)
        {
            return _last!;
        }

        var ids = _inFlight.TakeAll();
        if (limit > 0 && ids.Count > 0)
        {
            _crashes.Add(new Crash(run, cause.Length > LongestCause ? cause[..LongestCause] : cause, [.. ids]));
        }

        _isChanged = true;
        return _last = new CrashReport(run, [.. ids.Select(id => new CrashedKanban(id, CountOf(id), IsPoison(id)))]);
    }

    /// <summary>What has to be saved since the last call: nothing or one value.</summary>
    /// <param name="another">Call it again after the next round of settlement.</param>
    public IReadOnlyList<(string Key, byte[] Data)> TakeUnsaved(out bool another)
    {
        var inFlight = _inFlight.EndRound(out another);
        if (!_isChanged && inFlight.SequenceEqual(_stored))
        {
            return [];
        }

        (_isChanged, _stored) = (false, inFlight);
        return [(Key, new StoredCrashes(inFlight, _crashes, _last).ToJson())];
    }

    /// <summary>The kanbans that have left and whose crashes are still known: give them to <see cref="Forget"/> when the ledger is saved.</summary>
    public IReadOnlyList<string> TakeLeft()
    {
        if (_left.Count == 0)
        {
            return [];
        }

        var left = _left.ToList();
        _left.Clear();
        return left;
    }

    /// <summary>No crash counts against these any more.</summary>
    public void Forget(IReadOnlyList<string> ids)
    {
        foreach (var crash in _crashes)
        {
            foreach (var id in ids)
            {
                _isChanged |= crash.Kanbans.Remove(id);
            }
        }

        _crashes.RemoveAll(crash => crash.Kanbans.Count == 0);
    }

    /// <summary>The instance is removed: another one may come with the same runs.</summary>
    public void ForgetRun()
    {
        _isChanged |= _last is not null;
        _last = null;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _inFlight.TakeAll();
        _isChanged |= _crashes.Count > 0;
        _crashes.Clear();
        ForgetRun();
    }

    /// <summary>Fills it from the store; what the ledger knows has been answered.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store is not available.</exception>
    public async Task LoadAsync(StateStore state, QueueLedger ledger, CancellationToken ct)
    {
        var value = await state.GetAsync(Key, ct);
        if (!value.Exists)
        {
            return;
        }

        var stored = StoredCrashes.Parse(value.Data.Span);
        _inFlight.Restore(stored.InFlight.Where(id => !ledger.Contains(id)));
        _crashes.AddRange(stored.Crashes);
        (_stored, _last) = (stored.InFlight, stored.Last);
        Forget([.. stored.Crashes.SelectMany(crash => crash.Kanbans).Where(ledger.Contains).Distinct()]);
    }
}
