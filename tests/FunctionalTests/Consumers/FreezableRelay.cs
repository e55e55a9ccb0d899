using System.Net;
using System.Net.Sockets;

namespace Aion.FunctionalTests.Consumers;

/// <summary>
/// A TCP relay that can fall silent: connections stay open and nothing goes through, as when a cable is pulled or the
/// process behind it is stopped.
/// </summary>
internal sealed class FreezableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _frozen = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Uri _target;
    private readonly Task _accepting;

    private FreezableRelay(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where clients connect.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static FreezableRelay To(Uri target) => new(target);

    /// <summary>From now on nothing goes through, on open and on new connections.</summary>
    public void Freeze() => _frozen.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _clients.ForEach(client => client.Dispose());
        _stop.Dispose();
        _frozen.Dispose();
    }

    private async Task AcceptAsync()
    {
        var pumps = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var inside = await _listener.AcceptTcpClientAsync(_stop.Token);
                var outside = new TcpClient();
                _clients.AddRange([inside, outside]);
                await outside.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                pumps.Add(PumpAsync(inside, outside));
                pumps.Add(PumpAsync(outside, inside));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(pumps);
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _frozen.Token);
            await from.GetStream().CopyToAsync(to.GetStream(), either.Token);
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Frozen or closed by one side.
        }
    }
}
