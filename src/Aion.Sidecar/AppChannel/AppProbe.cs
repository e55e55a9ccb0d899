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
    private static readonly TimeSpan FirstCheck = TimeSpan.FromSeconds(1);

    /// <summary>As often as daprd's health check asks. A call that does not reach the app is looked into at once.</summary>
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _suspected = NewSuspicion();

    public async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; !await IsUpAsync(cancellationToken); pause = Longer(pause, LongestPause))
            await PauseAsync(pause, cancellationToken);
        Interlocked.Exchange(ref _suspected, NewSuspicion());
    }

    /// <summary>Every look wakes the app, too: the longer it has been up, the seldomer they are.</summary>
    public async Task WaitUntilDownAsync(CancellationToken cancellationToken)
    {
        var pause = FirstCheck;
        do
        {
            await PauseAsync(pause, cancellationToken);
            pause = Longer(pause, LongestCheck);
        }
        while (await IsUpAsync(cancellationToken));
    }

    /// <summary>A call did not reach the app, or it is said to have come up: look again now.</summary>
    public void Suspect() => Volatile.Read(ref _suspected).TrySetResult();

    private static TimeSpan Longer(TimeSpan pause, TimeSpan longest) => pause * 2 < longest ? pause * 2 : longest;

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(pause, time, over.Token), Volatile.Read(ref _suspected).Task);
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Exchange(ref _suspected, NewSuspicion());
    }

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
