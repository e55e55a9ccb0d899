using System.Runtime.InteropServices;

namespace Aion.ServiceBroker.Platforms.Processes.Native;

/// <summary>Tells when processes end, children or not, by pidfds on one thread (Linux 5.3 and later).</summary>
internal sealed class ExitWatcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Watched> _watched = [];
    private readonly int _wake;
    private Thread? _thread;
    private bool _stopped;

    public ExitWatcher()
    {
        _wake = Posix.EventFd(0, Posix.EventFdCloseOnExec);
        if (_wake < 0)
        {
            throw new InvalidOperationException(
                "The platform Processes needs Linux with eventfd; error " + Marshal.GetLastPInvokeError());
        }
    }

    private sealed record Watched(int Pid, bool Child, TaskCompletionSource<int?> Ended);

    /// <summary>
    /// Completes when the process has ended; a child is then a zombie until it is waited for. Completes at once when there
    /// is no such process. A caller that is not the parent compares the start time after this call, never before.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <param name="child">Whether this process is its parent and will wait for it.</param>
    /// <returns>The wait status of a process that is no child, where the system tells it; otherwise null.</returns>
    public Task<int?> WatchAsync(int pid, bool child)
    {
        var pidfd = (int)Posix.SystemCall(Posix.PidfdOpenNumber, pid, 0);
        if (pidfd < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == Posix.Esrch ? Task.FromResult<int?>(null)
                : throw new InvalidOperationException($"Process {pid} cannot be watched; pidfd_open says error {error}.");
        }

        var ended = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _watched.Add(pidfd, new Watched(pid, child, ended));
            if (_thread is null)
            {
                _thread = new Thread(Run, 128 * 1024) { IsBackground = true, Name = "aion exit watcher" };
                _thread.Start();
            }
        }

        Wake();
        return ended.Task;
    }

    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            thread = _thread;
        }

        Wake();
        thread?.Join();
        _ = Posix.Close(_wake);
    }

    private void Run()
    {
        while (true)
        {
            Posix.PollFd[] fds;
            lock (_gate)
            {
                if (_stopped)
                {
                    CloseAll();
                    return;
                }

                fds = [.. _watched.Keys.Prepend(_wake).Select(fd => new Posix.PollFd { Fd = fd, Events = Posix.PollIn })];
            }

            if (Posix.Poll(fds, (nuint)fds.Length, -1) > 0)
            {
                Collect(fds);
            }
        }
    }

    private void Collect(Posix.PollFd[] fds)
    {
        if (fds[0].Returned != 0)
        {
            ulong count = 0;
            _ = Posix.Read(_wake, ref count, sizeof(ulong));
        }

        foreach (var fd in fds.Skip(1).Where(fd => fd.Returned != 0))
        {
            Watched? ended;
            lock (_gate)
            {
                _watched.Remove(fd.Fd, out ended);
            }

            var status = ended is { Child: false } stranger ? StrangerStatus.Read(fd.Fd, stranger.Pid) : null;
            _ = Posix.Close(fd.Fd);
            ended?.Ended.TrySetResult(status);
        }
    }

    private void CloseAll()
    {
        // Nobody learns of these ends any more: their tasks stay incomplete, which is what is known of them.
        foreach (var fd in _watched.Keys)
        {
            _ = Posix.Close(fd);
        }

        _watched.Clear();
    }

    private void Wake() => _ = Posix.Write(_wake, 1, sizeof(ulong));
}
