using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>
/// Knows what one app has in its hands of the queue that is guarded, and in how many of its crashes that was so. It outlives
/// the app's sidecar, which ends with each process, and by its file the host.
/// </summary>
internal sealed class CrashGuard : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // More than any app works on at once; what is behind these is only on its way.
    private const int MostStored = 256;
    private readonly Lock _gate = new();
    private readonly HandedEvents _handed = new();
    private readonly CrashCounts _counts = new();
    private readonly PoisonLetters _letters;
    private readonly TimeProvider _time;
    private readonly GuardSaving _saving;
    private IReadOnlyList<StoredEvent> _stored;
    private bool _isChanged;

    public CrashGuard(CrashGuardOptions options, GuardFile file, PoisonLetters letters, TimeProvider time)
    {
        (Options, _letters, _time) = (options, letters, time);
        var stored = file.Read();
        _handed.Restore(stored.Handed);
        _counts.Restore(stored);
        _stored = stored.Handed;
        _saving = new GuardSaving(file, TakeUnsaved, time);
    }

    public CrashGuardOptions Options { get; set; }

    public bool Guards(SubscriptionModel subscription) =>
        subscription.PubSubName == Options.PubSubName && subscription.Topic == Options.Topic;

    /// <summary>A new process has nothing in its hands: it did not crash with what another one had.</summary>
    public void BeginProcess()
    {
        lock (_gate)
            _handed.TakeAll();

        Save();
    }

    /// <summary>The app is about to get the event. False: it had it before, and did not answer.</summary>
    public bool HandOut(PubSubDelivery delivery)
    {
        lock (_gate)
        {
            _saving.Request();
            return _handed.Add(delivery);
        }
    }

    /// <summary>It did not get there.</summary>
    public void TakeBack(PubSubDelivery delivery)
    {
        lock (_gate)
            _handed.Remove(delivery.Id);
    }

    /// <summary>The app answered, whatever it said: it can live with the event.</summary>
    public void Answered(PubSubDelivery delivery)
    {
        lock (_gate)
        {
            _handed.Remove(delivery.Id);
            _isChanged |= _counts.Forgive(delivery.Id);
            if (_isChanged || _stored.Count > 0)
                _saving.Request();
        }
    }

    /// <summary>In how many crashes the app had it since it answered last.</summary>
    public int CrashesOf(PubSubDelivery delivery)
    {
        lock (_gate)
            return _counts.CountOf(delivery.Id);
    }

    /// <summary>The app died with it: it is handed out alone, so that of several in its hands the guilty one is found.</summary>
    public bool IsSuspect(PubSubDelivery delivery) => CrashesOf(delivery) > 0;

    /// <summary>The app is not to get it any more: <see cref="SetAsideAsync"/>, then it may leave the queue.</summary>
    public bool IsPoison(PubSubDelivery delivery)
    {
        lock (_gate)
            return _counts.PoisonAt(delivery.Id) is { } poison && poison.Id == IdOf(delivery);
    }

    /// <summary>Returns when the event is durable on the dead-letter topic.</summary>
    public async ValueTask SetAsideAsync(PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        PoisonEvent? poison;
        lock (_gate)
            poison = _counts.PoisonAt(delivery.Id);
        if (poison is not { IsPut: false })
            return;
        if (!await _letters.TryPutAsync(Options, poison, delivery, cancellationToken))
            return;
        lock (_gate)
        {
            _counts.Put(delivery.Id);
            _isChanged = true;
        }

        _saving.Write(toDisk: false);
    }

    /// <summary>
    /// Counts a crash against what the app had, unless the run is the one that was reported last. Runs are not compared
    /// otherwise: those of an app that was removed and added again begin anew.
    /// </summary>
    /// <returns>Ids of what is poison because of it, the same ones for a run that is reported again.</returns>
    public async Task<IReadOnlyList<string>> ReportAsync(AppCrash crash, CancellationToken cancellationToken)
    {
        IReadOnlyList<HandedEvent> handed;
        IReadOnlyList<StoredEvent> poison;
        lock (_gate)
        {
            if (_counts.Last is { } last && last.Run == crash.Run)
                return last.SetAside;
            handed = _handed.TakeAll();
            poison = _counts.Count(crash, [.. handed.Select(Stored)], Options.Crashes);
            _isChanged = true;
        }

        _saving.Write(toDisk: true);
        var positions = poison.Select(each => each.Position).ToHashSet(StringComparer.Ordinal);
        foreach (var each in handed.Where(each => positions.Contains(each.Position)))
            await PutSoonAsync(each, cancellationToken);
        return [.. poison.Select(each => each.Id)];
    }

    /// <summary>Writes all that the app has, also what it got only now: its process or this host ends.</summary>
    public void Save()
    {
        lock (_gate)
            _handed.EndRound(out _);
        _saving.Write(toDisk: false);
    }

    /// <summary>Ends it without a trace.</summary>
    public void Forget() => _saving.Forget();

    public void Dispose()
    {
        Save();
        _saving.Dispose();
    }

    // What cannot be put now, or was handed out by an earlier host, is put when it comes to the app's turn.
    private async ValueTask PutSoonAsync(HandedEvent poison, CancellationToken cancellationToken)
    {
        if (poison.Delivery is not { } delivery)
            return;
        using var patience = new CancellationTokenSource(Patience, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await SetAsideAsync(delivery, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Later.
        }
    }

    private StoredGuard? TakeUnsaved()
    {
        lock (_gate)
        {
            HandedEvent[] lasting = [.. _handed.EndRound(out var another).Take(MostStored)];
            if (another)
                _saving.Request();
            if (!_isChanged && lasting.Select(each => each.Position).SequenceEqual(_stored.Select(each => each.Position), StringComparer.Ordinal))
                return null;
            (_isChanged, _stored) = (false, [.. lasting.Select(Stored)]);
            return new StoredGuard(_stored, _counts.Crashes, _counts.Poison, _counts.Last);
        }
    }

    private StoredEvent Stored(HandedEvent handed) => new(handed.Position, handed.StoredId ?? (handed.Delivery is { } delivery ? IdOf(delivery) : ""));

    private string IdOf(PubSubDelivery delivery) => EventId.Of(Options.PubSubName, Options.Topic, delivery);
}
