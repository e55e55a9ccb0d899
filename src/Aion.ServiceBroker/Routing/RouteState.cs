namespace Aion.ServiceBroker.Routing;

/// <summary>The table in force. Deliveries wait until the stored project has been read for the first time.</summary>
internal sealed class RouteState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RouteTable _table = RouteTable.Empty;

    public RouteTable Table => _table;

    public Task Ready => _ready.Task;

    public void Use(RouteTable table)
    {
        _table = table;
        _ready.TrySetResult();
    }
}
