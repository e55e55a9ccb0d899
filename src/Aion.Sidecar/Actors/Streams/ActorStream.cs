using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Actors.Streams;

/// <summary>
/// One SubscribeActorEventsAlpha1 stream: an app without an HTTP port hosts its actors over a stream that it opened itself. The
/// newest stream of an app has its actors; an older one still answers what it was given.
/// </summary>
internal sealed class ActorStream(SidecarApp app)
{
    public async Task RunAsync(
        IAsyncStreamReader<SubscribeActorEventsRequestAlpha1> requests,
        IServerStreamWriter<SubscribeActorEventsResponseAlpha1> responses,
        CancellationToken cancellationToken)
    {
        // 1. The first message says what the app hosts.
        var types = await ReadInitialAsync(requests, cancellationToken);

        var channel = new StreamActorChannel();
        var host = new ActorHost(app, channel, types);
        try
        {
            // 2. Place its actors and say so; calls that come meanwhile wait in the channel.
            await app.Actors.JoinAsync(host);
            await responses.WriteAsync(
                new SubscribeActorEventsResponseAlpha1 { InitialResponse = new SubscribeActorEventsResponseInitialAlpha1() }, cancellationToken);

            // 3. Call and take answers until one side ends.
            await ExchangeAsync(channel, requests, responses, cancellationToken);
        }
        finally
        {
            channel.Close();
            app.Actors.Leave(host);
        }
    }

    private static async Task ExchangeAsync(
        StreamActorChannel channel,
        IAsyncStreamReader<SubscribeActorEventsRequestAlpha1> requests,
        IServerStreamWriter<SubscribeActorEventsResponseAlpha1> responses,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = channel.SendAllAsync(responses, ended.Token);
        var receiving = ReceiveAsync(requests, channel, ended.Token);
        var first = await Task.WhenAny(sending, receiving);
        await ended.CancelAsync();
        await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private static async Task ReceiveAsync(
        IAsyncStreamReader<SubscribeActorEventsRequestAlpha1> requests, StreamActorChannel channel, CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
            channel.Deliver(requests.Current);
    }

    private async Task<IReadOnlyDictionary<string, ActorTypeConfig>> ReadInitialAsync(
        IAsyncStreamReader<SubscribeActorEventsRequestAlpha1> requests, CancellationToken cancellationToken)
    {
        if (app.Actors.AreAsked)
            throw Refusal(StatusCode.FailedPrecondition, "actor callback streaming requires a gRPC app channel");
        if (!await requests.MoveNext(cancellationToken) || requests.Current.InitialRequest is not { } initial)
            throw Refusal(StatusCode.InvalidArgument, "first message must be SubscribeActorEventsRequestInitialAlpha1");
        if (initial.Entities.Count > 0 && !app.ActorState.HasStore)
            throw Refusal(StatusCode.FailedPrecondition, "no state store that the app may use has metadata actorStateStore: \"true\"");
        return StreamActorConfig.Types(initial);
    }

    private static RpcException Refusal(StatusCode code, string reason) => new(new Status(code, reason));
}
