namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>
/// In which crashes of its app each event of a queue was in the app's hands. One that was in too many of them is poison. Pure
/// state, not safe for concurrent use: the guard's lock guards it.
/// </summary>
internal sealed class CrashCounts
{
    private const int LongestCause = 1000;

    // Events that expire in the topic are never answered: what speaks against them must not stay for ever.
    private const int MostCrashes = 100;
    private const int MostPut = 100;
    private readonly List<CountedCrash> _crashes = [];
    private readonly List<PoisonEvent> _poison = [];

    /// <summary>What was answered to the last report.</summary>
    public ReportedCrash? Last { get; private set; }

    /// <summary>A copy.</summary>
    public IReadOnlyList<CountedCrash> Crashes => [.. _crashes.Select(crash => crash with { Positions = [.. crash.Positions] })];

    /// <summary>A copy.</summary>
    public IReadOnlyList<PoisonEvent> Poison => [.. _poison];

    public int CountOf(string position) => _crashes.Count == 0 ? 0 : _crashes.Count(crash => crash.Positions.Contains(position));

    public PoisonEvent? PoisonAt(string position) => _poison.Count == 0 ? null : _poison.Find(poison => poison.Position == position);

    /// <summary>The app answered for the event: it can live with it. True: something spoke against it.</summary>
    public bool Forgive(string position)
    {
        var known = false;
        foreach (var crash in _crashes)
            known |= crash.Positions.Remove(position);
        if (known)
            _crashes.RemoveAll(crash => crash.Positions.Count == 0);
        return known;
    }

    /// <summary>Counts a crash against what the app had.</summary>
    /// <returns>The events that are poison now.</returns>
    public IReadOnlyList<StoredEvent> Count(AppCrash crash, IReadOnlyList<StoredEvent> handed, int limit)
    {
        if (handed.Count > 0)
        {
            var cause = crash.Cause.Length > LongestCause ? crash.Cause[..LongestCause] : crash.Cause;
            _crashes.Add(new CountedCrash(crash.Run, cause, [.. handed.Select(each => each.Position)]));
        }

        StoredEvent[] poison = [.. handed.Where(each => CountOf(each.Position) >= limit)];
        foreach (var each in poison)
            Condemn(each);
        if (_crashes.Count > MostCrashes)
            _crashes.RemoveAt(0);
        Last = new ReportedCrash(crash.Run, [.. poison.Select(each => each.Id)]);
        return poison;
    }

    /// <summary>The event is on the dead-letter topic. It is still known, for the case that it comes again.</summary>
    public void Put(string position)
    {
        var index = _poison.FindIndex(poison => poison.Position == position);
        if (index < 0)
            return;
        _poison[index] = _poison[index] with { IsPut = true };
        if (_poison.Count(poison => poison.IsPut) > MostPut)
            _poison.RemoveAt(_poison.FindIndex(poison => poison.IsPut));
    }

    public void Restore(StoredGuard stored)
    {
        _crashes.AddRange(stored.Crashes);
        _poison.AddRange(stored.Poison);
        Last = stored.Last;
    }

    private void Condemn(StoredEvent poison)
    {
        AppCrash[] crashes = [.. _crashes.Where(crash => crash.Positions.Contains(poison.Position)).Select(crash => new AppCrash(crash.Run, crash.Cause))];
        Forgive(poison.Position);
        _poison.RemoveAll(other => other.Position == poison.Position);
        _poison.Add(new PoisonEvent(poison.Position, poison.Id, crashes));
    }
}
