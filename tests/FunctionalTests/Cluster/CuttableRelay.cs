using System.Net;
using System.Net.Sockets;

namespace Aion.FunctionalTests.Cluster;

/// <summary>
/// A TCP relay whose cable can be pulled and put back: meanwhile connections stay open, new ones are accepted, and nothing goes
/// through in either direction.
/// </summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _cable = NewCable(whole: true);

    public CuttableRelay(IPEndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public void Cut() => _cable = NewCable(whole: false);

    public void Heal() => _cable.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource NewCable(bool whole)
    {
        var cable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (whole)
        {
            cable.SetResult();
        }

        return cable;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient inside)
    {
        using var outside = new TcpClient();
        using (inside)
        {
            try
            {
                await _cable.Task.WaitAsync(_stop.Token);
                await outside.ConnectAsync(_target, _stop.Token);
                await await Task.WhenAny(PumpAsync(inside, outside), PumpAsync(outside, inside));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or InvalidOperationException)
            {
                // One side closed it, which a stream of it that is asked for later takes for a mistake, or the test is over.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            await _cable.Task.WaitAsync(_stop.Token);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
