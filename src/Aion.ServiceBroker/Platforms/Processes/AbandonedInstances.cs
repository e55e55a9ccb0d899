namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>
/// What a broker that was killed left running (Linux), for a tool that shows or ends it without starting a broker. Only for a
/// home in which no broker runs: a living one would start again what is ended here.
/// </summary>
/// <param name="home"><c>AION_HOME</c> of that broker.</param>
/// <param name="time">Measures the time that a process has to end.</param>
public sealed class AbandonedInstances(string home, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly InstanceRecordStore _records = new(Path.Combine(home, "run", "instances"));
    private readonly Leftovers _leftovers = new(time);

    /// <summary>Every instance of which a process still runs, by name.</summary>
    public IReadOnlyList<AbandonedInstance> Find() =>
    [
        .. from record in _records.LoadAll()
           let pids = _leftovers.Find(record)
           where pids.Count > 0
           orderby record.Name
           select new AbandonedInstance(record.Name, pids),
    ];

    /// <summary>Ends them all at the same time and waits until they are gone: SIGTERM, and SIGKILL after <paramref name="grace"/>.</summary>
    /// <returns>What there was to end.</returns>
    public async Task<IReadOnlyList<AbandonedInstance>> EndAsync(TimeSpan grace)
    {
        var found = Find();
        await Task.WhenAll(_records.LoadAll().Select(record => EndAsync(record, grace)));
        // What ended here ended on purpose: the next broker does not take it for crashes.
        OrderlyStop.Note(home);
        return found;
    }

    private async Task EndAsync(InstanceRecord record, TimeSpan grace)
    {
        await _leftovers.EndAsync(record, grace);
        // Killed processes need a moment; one that the kernel cannot end keeps its record for the next broker.
        for (var killed = time.GetTimestamp(); _leftovers.Find(record).Count > 0;)
        {
            if (time.GetElapsedTime(killed) > grace)
            {
                return;
            }

            await Task.Delay(Poll, time);
        }

        _records.Remove(record);
    }
}
