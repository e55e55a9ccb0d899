using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Aion.Cli.HostLogging;

/// <summary>
/// The log of a host: every app's lines in one file, and the last warnings in memory for the terminal. Kept to about 20 MB:
/// at the start, and whenever it reaches 10 MB, the file becomes host.log.1.
/// </summary>
internal sealed class HostLog : IDisposable
{
    private const long MaxBytes = 10 * 1024 * 1024;
    private const int KeptWarnings = 50;

    private readonly Lock _gate = new();
    private readonly Queue<HostWarning> _warnings = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter _file;
    private bool _disposed;

    public HostLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _file = Open();
    }

    /// <summary>The latest warnings and errors, oldest first, with repeats counted.</summary>
    public IReadOnlyList<HostWarning> Warnings
    {
        get
        {
            lock (_gate)
            {
                return [.. _warnings];
            }
        }
    }

    /// <summary>A provider for one app; the name stands in front of its lines.</summary>
    public ILoggerProvider For(string app) => new HostLogProvider(this, app);

    public void Write(string app, string category, LogLevel level, EventId id, string message, Exception? exception)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }
            if (_file.BaseStream.Length > MaxBytes)
            {
                _file.Dispose();
                _file = Open();
            }
            _file.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {Short(level)} {app} {category}[{id.Id}] {message}"));
            if (exception is not null)
            {
                _file.WriteLine(exception);
            }
            _file.Flush();
            if (level >= LogLevel.Warning)
            {
                Remember(new HostWarning(now, app, level, message, 1));
            }
        }
    }

    /// <summary>Takes away the <see cref="Warnings"/> since a moment, of something that went well in the end. They stay in the file.</summary>
    public void ForgetWarnings(DateTimeOffset since)
    {
        lock (_gate)
        {
            var earlier = _warnings.Where(warning => warning.Time < since).ToList();
            _warnings.Clear();
            earlier.ForEach(_warnings.Enqueue);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _file.Dispose();
        }
    }

    private void Remember(HostWarning warning)
    {
        var last = _warnings.LastOrDefault();
        if (last is not null && last.App == warning.App && last.Message == warning.Message)
        {
            last.Repeat(warning.Time);
            return;
        }
        if (_warnings.Count == KeptWarnings)
        {
            _warnings.Dequeue();
        }
        _warnings.Enqueue(warning);
    }

    private StreamWriter Open()
    {
        if (new FileInfo(_path) is { Exists: true, Length: > MaxBytes })
        {
            File.Move(_path, _path + ".1", overwrite: true);
        }
        return new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
