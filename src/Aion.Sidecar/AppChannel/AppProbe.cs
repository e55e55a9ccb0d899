using System.Net.Sockets;

namespace Aion.Sidecar.AppChannel;

/// <summary>
/// Whether something listens at the app's port. A connection that is opened and closed at once is all that it costs the
/// app; daprd waits for its app in the same way.
/// </summary>
internal sealed class AppProbe(string host, int port, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CheckPause = TimeSpan.FromSeconds(1);

    private TaskCompletionSource _suspected = NewSuspicion();

    public async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; !await IsUpAsync(cancellationToken); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            await Task.Delay(pause, time, cancellationToken);
        Interlocked.Exchange(ref _suspected, NewSuspicion());
    }

    public async Task WaitUntilDownAsync(CancellationToken cancellationToken)
    {
        do
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(CheckPause, time, pause.Token), Volatile.Read(ref _suspected).Task);
            await pause.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Exchange(ref _suspected, NewSuspicion());
        }
        while (await IsUpAsync(cancellationToken));
    }

    /// <summary>A call did not reach the app: look again now.</summary>
    public void Suspect() => Volatile.Read(ref _suspected).TrySetResult();

    private async ValueTask<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            // With nobody listening at a port of the ephemeral range, the kernel may connect the socket to itself.
            return !Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static TaskCompletionSource NewSuspicion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
