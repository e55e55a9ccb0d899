using Dapr.Common.Serialization;
using Dapr.Workflow.Worker;
using DurableTask.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dapr.Workflow.Tests.Replay;

/// <summary>
/// An instance whose history is made by hand: each turn gets new entries, and what the code asks for is written behind them, as a
/// sidecar does. Every turn replays everything before it.
/// </summary>
internal sealed class PlayedInstance
{
    public const string Id = "the-instance";
    public const string ExecutionId = "5a8a4d0a-3c1a-4f63-9f0e-0b2f6e3c7d11";
    private static readonly ServiceProvider Services = new ServiceCollection().BuildServiceProvider();
    private readonly List<HistoryEvent> _past = [];
    private DateTime _clock = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private TurnRunner _runner;

    private PlayedInstance(TurnRunner runner) => _runner = runner;

    /// <summary>The history so far, which a test may change.</summary>
    public List<HistoryEvent> Past => _past;

    /// <summary>An instance that runs a function and has not begun.</summary>
    public static PlayedInstance Of<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code, ILoggerFactory? loggers = null) =>
        new(RunnerOf(code, loggers));

    /// <summary>As a new version of the app would: other code under the same name.</summary>
    public void ReplaceCode<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code) => _runner = RunnerOf(code, null);

    /// <summary>The first turn.</summary>
    public WorkflowResponse Start(object? input = null) => Turn(Entry.Started("W", input));

    /// <summary>A turn with new entries, one second after the one before.</summary>
    public WorkflowResponse Turn(params HistoryEvent[] entries)
    {
        _clock = _clock.AddSeconds(1);
        HistoryEvent[] news = [new HistoryEvent { EventId = -1, WorkflowStarted = new WorkflowStartedEvent() }, .. entries];
        foreach (var entry in news)
        {
            entry.Timestamp = Timestamp.FromDateTime(_clock);
        }

        var request = new WorkflowRequest { InstanceId = Id, ExecutionId = ExecutionId, PastEvents = { _past }, NewEvents = { news } };
        // The worker sees what came over the wire, never the objects of the test.
        request = WorkflowRequest.Parser.ParseFrom(request.ToByteArray());
        var answer = _runner.Run(request, request.PastEvents, Services);
        if (answer.Version is { } version)
        {
            news[0].WorkflowStarted.Version = version;
        }

        _past.AddRange(news);
        _past.AddRange(answer.Actions.Select(Entry.Of).OfType<HistoryEvent>());
        return answer;
    }

    private static TurnRunner RunnerOf<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code, ILoggerFactory? loggers)
    {
        var factory = new WorkflowsFactory();
        factory.RegisterWorkflow("W", code);
        return new TurnRunner(factory, new JsonDaprSerializer(), loggers ?? NullLoggerFactory.Instance);
    }
}
