using System.Threading.Channels;

namespace Aion.ServiceBroker.Routing;

/// <summary>The table in force. Deliveries wait until the stored project has been read for the first time.</summary>
internal sealed class RouteState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RouteTable> _applied = Channel.CreateUnbounded<RouteTable>(new() { SingleReader = true });
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    public Task Ready => _ready.Task;

    /// <summary>Every table that was put in force, in order, for one reader.</summary>
    public ChannelReader<RouteTable> Applied => _applied.Reader;

    public void Use(RouteTable table)
    {
        _table = table;
        _applied.Writer.TryWrite(table);
        _ready.TrySetResult();
    }
}
