using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aion.ServiceBroker.Routing;

/// <summary>Tells those who watch what is routed. Costs nothing while nobody does.</summary>
internal sealed class KanbanWatch
{
    private const int Held = 1024;
    private readonly ConcurrentDictionary<Channel<RoutedNotice>, int> _watchers = new();

    public bool IsWatched => !_watchers.IsEmpty;

    /// <summary>A watcher that cannot keep up misses the oldest: routing never waits for it.</summary>
    public void Tell(RoutedNotice notice)
    {
        foreach (var (watcher, _) in _watchers)
        {
            watcher.Writer.TryWrite(notice);
        }
    }

    /// <summary>Everything routed from now on, until <paramref name="ct"/> is cancelled.</summary>
    public async IAsyncEnumerable<RoutedNotice> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<RoutedNotice>(new BoundedChannelOptions(Held) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[channel] = 0;
        try
        {
            await foreach (var notice in channel.Reader.ReadAllAsync(ct))
            {
                yield return notice;
            }
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }
}
