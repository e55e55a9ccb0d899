using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Actors.Streams;

/// <summary>Calls actors over a stream: any number at once, each answered under its id.</summary>
internal sealed class StreamActorChannel : IActorChannel
{
    private const int MostUnsent = 128;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<SubscribeActorEventsRequestAlpha1>> _calls = new(StringComparer.Ordinal);
    private readonly Channel<SubscribeActorEventsResponseAlpha1> _unsent =
        Channel.CreateBounded<SubscribeActorEventsResponseAlpha1>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });

    private long _lastId;

    /// <summary>Writes the calls to the stream until the channel is closed.</summary>
    public async Task SendAllAsync(IServerStreamWriter<SubscribeActorEventsResponseAlpha1> stream, CancellationToken cancellationToken)
    {
        await foreach (var call in _unsent.Reader.ReadAllAsync(cancellationToken))
            await stream.WriteAsync(call, cancellationToken);
    }

    /// <summary>Takes an answer; one that nobody waits for any more is dropped.</summary>
    public void Deliver(SubscribeActorEventsRequestAlpha1 answer)
    {
        if (StreamActorMessages.IdOf(answer) is { } id && _calls.TryRemove(id, out var call))
            call.TrySetResult(answer);
    }

    public async Task<ActorAnswer> CallAsync(ActorKey key, ActorRequest request, CancellationToken cancellationToken)
    {
        var id = NextId();
        return StreamActorMessages.Answer(await CallAsync(id, StreamActorMessages.Call(id, key, request), cancellationToken), key, request);
    }

    public async Task DeactivateAsync(ActorKey key, CancellationToken cancellationToken)
    {
        var id = NextId();
        var answer = await CallAsync(id, StreamActorMessages.Deactivation(id, key), cancellationToken);
        if (answer.RequestFailed is { } failed)
            throw new ActorCallException($"error from actor service: {failed.Message}");
    }

    /// <summary>The stream ends; those who wait for an answer get none.</summary>
    public void Close()
    {
        _unsent.Writer.TryComplete();
        foreach (var id in _calls.Keys)
        {
            if (_calls.TryRemove(id, out var call))
                call.TrySetException(new IOException("actor host disconnected before responding"));
        }
    }

    private string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    private async Task<SubscribeActorEventsRequestAlpha1> CallAsync(
        string id, SubscribeActorEventsResponseAlpha1 message, CancellationToken cancellationToken)
    {
        var call = new TaskCompletionSource<SubscribeActorEventsRequestAlpha1>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = call;
        try
        {
            await _unsent.Writer.WriteAsync(message, cancellationToken);
            return await call.Task.WaitAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // Not sent: it may go to another host.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "actor host is not connected");
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }
}
