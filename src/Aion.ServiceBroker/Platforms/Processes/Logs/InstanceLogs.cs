using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Platforms.Processes.Logs;

/// <summary>The log files of the instances: <c>$AION_HOME/logs/judge-001.log</c>, rotated to <c>.1</c>, <c>.2</c> ...</summary>
/// <remarks>
/// An instance appends to its file itself, so neither a slow nor a dead broker can hold it up. A file that grows past the
/// limit is copied and truncated: what is written between these two steps (well under a millisecond) is lost from the log,
/// and a flood can overshoot the limit by what it writes between two looks.
/// </remarks>
public sealed class InstanceLogs(IOptions<ServiceBrokerOptions> options)
{
    private readonly ConcurrentDictionary<string, LogRun> _open = new(StringComparer.Ordinal);
    private readonly string _folder = Path.Combine(options.Value.Home, "logs");
    private long _total;

    /// <summary>Where the log of an instance is, whether or not it exists.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name + ".log");

    /// <summary>Has the file watched until <see cref="Close"/>, for a run that begins now.</summary>
    public string Open(string name)
    {
        Directory.CreateDirectory(_folder);
        _open[name] = new LogRun(LengthOf(name), Rotated: false);
        return PathOf(name);
    }

    /// <summary>How long the log of an instance is.</summary>
    public long LengthOf(string name) => new FileInfo(PathOf(name)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Has the file watched until <see cref="Close"/>, for a run that may have begun earlier.</summary>
    /// <param name="name">Name of the instance.</param>
    /// <param name="start">How long the file was when the run began. One that is shorter now was rotated since.</param>
    public void Continue(string name, long start)
    {
        Directory.CreateDirectory(_folder);
        _open.TryAdd(name, LengthOf(name) < start ? new LogRun(0, Rotated: true) : new LogRun(start, Rotated: false));
    }

    /// <summary>The last lines of the run that is watched, at most 20, without control characters and not too long.</summary>
    public IReadOnlyList<string> Tail(string name)
    {
        var run = _open.GetValueOrDefault(name);
        var lines = LogTail.Read(PathOf(name), run.Start);
        return run.Rotated && lines.Count < LogTail.Lines ? LogTail.Join(LogTail.Read(PathOf(name) + ".1", 0), lines) : lines;
    }

    /// <summary>Rotates the file a last time if it is too large and forgets it.</summary>
    public void Close(string name)
    {
        if (_open.TryRemove(name, out _))
        {
            Rotate(name);
        }
    }

    /// <summary>Rotates every watched file that is too large. One caller at a time.</summary>
    /// <returns>Whether a file has another length than at the last call.</returns>
    public bool RotateAll()
    {
        var before = _total;
        _total = 0;
        foreach (var name in _open.Keys)
        {
            _total += Rotate(name);
        }

        return _total != before;
    }

    /// <summary>How long the file was.</summary>
    private long Rotate(string name)
    {
        var path = PathOf(name);
        var limit = options.Value.LogMaxBytes;
        if (LengthOf(name) is var length && length <= limit)
        {
            return length;
        }

        for (var n = options.Value.LogFilesKept; n > 1; n--)
        {
            if (File.Exists($"{path}.{n - 1}"))
            {
                File.Move($"{path}.{n - 1}", $"{path}.{n}", overwrite: true);
            }
        }

        using var current = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (options.Value.LogFilesKept > 0)
        {
            using var kept = new FileStream($"{path}.1", FileMode.Create, FileAccess.Write, FileShare.Read);
            current.Seek(Math.Max(0, current.Length - limit), SeekOrigin.Begin);
            CopyAtMost(current, kept, limit);
        }

        current.SetLength(0);
        if (_open.TryGetValue(name, out var run))
        {
            _open.TryUpdate(name, new LogRun(0, Rotated: true), run);
        }

        return length;
    }

    /// <param name="Start">Where in the file the run begins.</param>
    /// <param name="Rotated">Whether lines of it are in the file before.</param>
    private readonly record struct LogRun(long Start, bool Rotated);

    // A flood can write faster than this reads: without the bound the copy would never end.
    private static void CopyAtMost(FileStream from, FileStream to, long limit)
    {
        var buffer = new byte[128 * 1024];
        for (int read; limit > 0 && (read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, limit))) > 0; limit -= read)
        {
            to.Write(buffer, 0, read);
        }
    }
}
