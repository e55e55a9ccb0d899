using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.State;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>
/// What the master told this worker of services on other nodes. It is kept in the state store (<c>servicebroker.others</c>): what
/// was met before the master went away counts as met also after a restart of this broker.
/// </summary>
internal sealed class ToldServices : BackgroundService, IOtherNodes
{
    private const string Key = "servicebroker.others";
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private readonly BrokerState _store;
    private readonly SidecarReadiness _sidecar;
    private readonly WorkerState _state;
    private readonly TimeProvider _time;
    private readonly ILogger<ToldServices> _logger;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile IReadOnlyDictionary<string, OtherService>? _told;

    public ToldServices(BrokerState store, SidecarReadiness sidecar, WorkerState state, TimeProvider time, ILogger<ToldServices> logger)
    {
        (_store, _sidecar, _state, _time, _logger) = (store, sidecar, state, time, logger);
        state.LinkChanged += () => Changed?.Invoke();
    }

    public event Action? Changed;

    public OtherService Find(string label, string node)
    {
        var known = _told?.GetValueOrDefault(label) ?? new OtherService(label, node, []);
        return _state.Master.State switch
        {
            MasterState.Joined => known,
            MasterState.Refused => known with { Unsure = "the master does not let this worker in" },
            _ => known with { Unsure = "the master is away" },
        };
    }

    /// <summary>Takes what a message of the master says of them, if it does.</summary>
    public void Take(Contracts.V1.NodeOrder order)
    {
        if (!order.HasOthers)
        {
            return;
        }

        var next = OtherServices.Read(order.Others);
        var changed = _told is not { } before || before.Count != next.Count || next.Any(n => !n.Value.Equals(before.GetValueOrDefault(n.Key)));
        _told = next;
        if (changed)
        {
            Changed?.Invoke();
            Wake();
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _sidecar.WaitAsync(stoppingToken);
            while (!await TryAsync(LoadAsync, stoppingToken))
            {
                await Task.Delay(RetryPause, _time, stoppingToken);
            }

            while (true)
            {
                await _wake.WaitAsync(stoppingToken);
                if (!await TryAsync(SaveAsync, stoppingToken))
                {
                    Wake();
                    await Task.Delay(RetryPause, _time, stoppingToken);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var (bytes, _) = await _store.GetAsync(Key, ct);
        if (bytes is null || _told is not null)
        {
            return;
        }

        // Never over what the master has told meanwhile.
        var stored = OtherServices.Read(Contracts.V1.NodeOrder.Parser.ParseFrom(bytes).Others);
        Interlocked.CompareExchange(ref _told, stored, null);
        Changed?.Invoke();
    }

    private Task SaveAsync(CancellationToken ct)
    {
        var order = new Contracts.V1.NodeOrder();
        order.Others.AddRange((_told ?? new Dictionary<string, OtherService>()).Values.Select(OtherServices.Write));
        return _store.TransactAsync([new StateChange(Key, Google.Protobuf.MessageExtensions.ToByteArray(order))], ct);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> step, CancellationToken ct)
    {
        try
        {
            await step(ct);
            return true;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            // Of another version: the master tells it again.
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.OthersNotStored(_logger, (e as RpcException)?.Status.Detail ?? e.Message);
            return false;
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
