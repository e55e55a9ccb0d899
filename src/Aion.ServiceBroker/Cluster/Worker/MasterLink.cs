using System.Net.Sockets;
using System.Security.Authentication;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Keeps a worker joined: connects, and after every end connects again, for ever. What runs here goes on meanwhile.</summary>
internal sealed class MasterLink(
    SidecarReadiness sidecar, WorkerStore store, WorkerState state, WorkerOrders orders, ToldServices others, Answers answers, IInstanceLifecycle lifecycle, LoadMeter load,
    ClusterToken token, IOptions<ClusterOptions> options, TimeProvider time, ILogger<MasterLink> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private const string NoTls = " The master has to show a certificate of Aion:Cluster:CertificateAuthority for the name or address that Aion:Cluster:Master says.";
    private const string MaybeTls = " If the master has a certificate, set Aion:Cluster:CertificateAuthority here.";
    private readonly NodeAddress _master = NodeAddress.Parse(options.Value.Master!, ClusterOptions.DefaultPort)!;
    private TimeSpan _pause = FirstPause;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sidecar.WaitAsync(stoppingToken);
            while (!await TryLoadAsync(stoppingToken))
            {
                await PauseAsync(stoppingToken);
            }

            while (true)
            {
                await StayJoinedAsync(stoppingToken);
                await PauseAsync(stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken ct)
    {
        try
        {
            state.Use(await store.LoadAsync(ct));
            return true;
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            Away(MasterState.Connecting, "the state store does not answer: " + e.Status.Detail);
            return false;
        }
    }

    // A third of the pause is random: workers that lost their master together do not come back together.
    private async Task PauseAsync(CancellationToken ct)
    {
        await Task.Delay(_pause * (1 - (Random.Shared.NextDouble() / 3)), time, ct);
        _pause = _pause * 2 < options.Value.ReconnectMaximum ? _pause * 2 : options.Value.ReconnectMaximum;
    }

    private async Task StayJoinedAsync(CancellationToken ct)
    {
        try
        {
            Away(MasterState.Away, await ConnectAsync(ct));
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            var refused = e.StatusCode is StatusCode.Unauthenticated or StatusCode.AlreadyExists or StatusCode.InvalidArgument
                or StatusCode.ResourceExhausted or StatusCode.Unimplemented;
            var cause = e.Status.DebugException?.GetBaseException();
            var (next, hint) = cause is AuthenticationException ? (MasterState.Refused, NoTls)
                : cause is HttpIOException && options.Value.CertificateAuthority is null && state.Master.State != MasterState.Joined ? (MasterState.Away, MaybeTls)
                : (refused ? MasterState.Refused : MasterState.Away, "");
            Away(next, PeerText.Line(cause?.Message ?? e.Status.Detail) + hint);
        }
        catch (MasterRefusalException e)
        {
            Away(MasterState.Refused, e.Message);
        }
        catch (Exception e) when (e is SocketException or IOException && !ct.IsCancellationRequested)
        {
            Away(MasterState.Away, e.Message);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // What is defect here must not end the attempts: the node would be lost until somebody looks.
            Log.LinkBroke(logger, _master.ToString(), e);
            state.Enter(MasterState.Away, e.Message);
        }
    }

    private async Task<string> ConnectAsync(CancellationToken ct)
    {
        var address = OwnAddress.Of(options.Value, _master);
        using var channel = MasterChannel.Open(_master, options.Value);
        var greeting = new MasterGreeting(token, options.Value.NodeName, address, time);
        using var call = new Contracts.Clusterpb.Cluster.ClusterClient(channel).JoinMasterAion(greeting.Headers(), cancellationToken: ct);
        var reports = new WorkerReports(options.Value.NodeName, address, lifecycle, state, load);
        return await new MasterConnection(call, greeting, reports, orders, others, answers, state, options.Value, time) { Joined = OnJoined }.RunAsync(ct);
    }

    private void OnJoined()
    {
        _pause = FirstPause;
        state.Enter(MasterState.Joined);
        Log.MasterJoined(logger, _master.ToString(), options.Value.NodeName);
    }

    // One line when it goes away and one when it is back, however many attempts lie between.
    private void Away(MasterState next, string problem)
    {
        if (state.Master.State != next || state.Master.Problem != problem)
        {
            Log.MasterAway(logger, _master.ToString(), problem);
        }

        state.Enter(next, problem);
    }
}
