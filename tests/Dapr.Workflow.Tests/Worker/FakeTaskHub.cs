using System.Collections.Concurrent;
using System.Threading.Channels;
using DurableTask.Protocol;
using Grpc.Core;

namespace Dapr.Workflow.Tests.Worker;

/// <summary>What workers and clients of the fake sidecar reach.</summary>
internal sealed class FakeTaskHub
{
    private readonly Channel<FakeItemStream> _streams = Channel.CreateUnbounded<FakeItemStream>();
    private readonly Channel<WorkflowResponse> _turns = Channel.CreateUnbounded<WorkflowResponse>();
    private readonly Channel<ActivityResponse> _activities = Channel.CreateUnbounded<ActivityResponse>();
    private readonly CancellationTokenSource _closing = new();

    public ChannelReader<FakeItemStream> Streams => _streams.Reader;

    public ChannelReader<WorkflowResponse> Turns => _turns.Reader;

    public ChannelReader<ActivityResponse> Activities => _activities.Reader;

    /// <summary>Histories for those who ask.</summary>
    public ConcurrentDictionary<string, GetInstanceHistoryResponse> Histories { get; } = [];

    /// <summary>Answers to waits for an instance, each used once.</summary>
    public ConcurrentQueue<Func<GetInstanceResponse>> Waits { get; } = [];

    public void Close() => _closing.Cancel();

    public async Task GetWorkItems(IServerStreamWriter<WorkItem> writer, ServerCallContext call)
    {
        var stream = new FakeItemStream(writer, call);
        using var ended = call.CancellationToken.Register(stream.Close);
        using var closing = _closing.Token.Register(stream.Close);
        await _streams.Writer.WriteAsync(stream);
        await stream.Closed;
    }

    public async Task<CompleteTaskResponse> CompleteTurn(WorkflowResponse answer)
    {
        await _turns.Writer.WriteAsync(answer);
        return new CompleteTaskResponse();
    }

    public async Task<CompleteTaskResponse> CompleteActivity(ActivityResponse answer)
    {
        await _activities.Writer.WriteAsync(answer);
        return new CompleteTaskResponse();
    }

    public Task<GetInstanceResponse> Wait() =>
        Task.FromResult(Waits.TryDequeue(out var answer) ? answer() : new GetInstanceResponse { Exists = false });
}
