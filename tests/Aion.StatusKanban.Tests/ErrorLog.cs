using System.Collections.Concurrent;

namespace Aion.StatusKanban.Tests;

/// <summary>Keeps what the app logs as an error, other than that a sidecar did not store something, which tests make happen.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private const int PublishFailed = 2002;

    public ConcurrentQueue<string> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Id != PublishFailed)
        {
            Errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
