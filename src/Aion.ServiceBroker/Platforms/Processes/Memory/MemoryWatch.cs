using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes.Memory;

/// <summary>Looks four times a second whether the instances that have a memory limit keep to it.</summary>
/// <remarks>
/// A look and not a limit of the kernel, on purpose. RLIMIT_AS counts reserved addresses, of which .NET, Node.js, Java and Go
/// take hundreds of gigabytes; RLIMIT_DATA counts the stacks of threads in full; both end in a failed allocation somewhere,
/// with any exit code. A control group needs rights that a broker seldom has. The price: what is allocated between two
/// looks is not held back.
/// </remarks>
internal sealed class MemoryWatch(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Reading all processes of a machine costs more than reading those that are known.</summary>
    private const int LooksPerScan = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Watched> _watched = [];
    private ILookup<int, int> _members = Enumerable.Empty<int>().ToLookup(pid => pid);
    private ITimer? _timer;
    private int _looking;
    private int _looks;

    private sealed record Watched(long Limit, Action<long> Exceeded);

    /// <param name="session">Session of the instance, which is the pid of its program.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="exceeded">Called at most once, with what its processes used.</param>
    public void Add(int session, long limit, Action<long> exceeded)
    {
        lock (_gate)
        {
            _watched[session] = new Watched(limit, exceeded);
            _timer ??= time.CreateTimer(_ => Look(), null, Interval, Interval);
        }
    }

    public void Remove(int session)
    {
        lock (_gate)
        {
            if (_watched.Remove(session) && _watched.Count == 0)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _watched.Clear();
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        try
        {
            Dictionary<int, Watched> watched;
            lock (_gate)
            {
                watched = new Dictionary<int, Watched>(_watched);
            }

            if (_looks++ % LooksPerScan == 0)
            {
                _members = Members(watched.ContainsKey);
            }

            foreach (var (session, instance) in watched)
            {
                Check(session, instance);
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    private static ILookup<int, int> Members(Func<int, bool> isWatched) =>
        ProcStat.ReadAll().Where(p => !p.IsGone && isWatched(p.Session)).ToLookup(p => p.Session, p => p.Pid);

    // A pid that is known from the last scan may belong to somebody else by now, so that a verdict takes a scan of its own.
    private void Check(int session, Watched instance)
    {
        if (ProcessMemory.Quick(_members[session].Append(session).Distinct()) <= instance.Limit
            || ProcessMemory.Exact(Members(s => s == session)[session]) is var used && used <= instance.Limit)
        {
            return;
        }

        bool first;
        lock (_gate)
        {
            first = _watched.Remove(session);
        }

        if (first)
        {
            instance.Exceeded(used);
        }
    }
}
