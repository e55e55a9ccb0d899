using System.Net;
using System.Net.Sockets;

namespace Aion.StatusKanban.Tests.Queues;

/// <summary>A TCP proxy that can go silent without closing anything, as a machine does that lost its power or its cable.</summary>
internal sealed class FreezableProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _frozen = new();
    private readonly List<Socket> _sockets = [];

    public FreezableProxy(Uri target)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        Running = AcceptAsync(target);
    }

    public Uri Address { get; }

    public Task Running { get; }

    /// <summary>From now on nothing passes, in neither direction, and no connection is closed.</summary>
    public void Freeze() => _frozen.Cancel();

    public void Dispose()
    {
        _frozen.Cancel();
        _listener.Stop();
        _sockets.ForEach(socket => socket.Dispose());
        _frozen.Dispose();
    }

    private async Task AcceptAsync(Uri target)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_frozen.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.AddRange([client, server]);
                await server.ConnectAsync(target.Host, target.Port, _frozen.Token);
                _ = Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Frozen or over.
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _frozen.Token) is > 0 and var read)
            {
                await to.SendAsync(buffer.AsMemory(0, read), _frozen.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Frozen or over.
        }
    }
}
