using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>Collects errors that the sidecar logs, and warnings that a test is about.</summary>
public sealed class ErrorLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>Event names that the test provokes.</summary>
    public HashSet<string> Expected { get; } = [];

    /// <summary>The expected ones that came.</summary>
    public ConcurrentQueue<string> Provoked { get; } = new();

    public void Verify() => Assert.True(_errors.IsEmpty, string.Join('\n', _errors));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        if (Expected.Contains(eventId.Name ?? ""))
            Provoked.Enqueue(eventId.Name!);
        else if (logLevel >= LogLevel.Error)
            _errors.Enqueue($"{eventId.Name}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
