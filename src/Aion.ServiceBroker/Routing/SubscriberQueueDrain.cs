using Aion.Contracts.Events;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceDefaults.Sidecar;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceBroker.Routing;

/// <summary>
/// Empties the queue of an instance that subscribed it itself and is no more: as that app, through a sidecar of its app id,
/// because the consumer group that the kanbans wait for is the app's.
/// </summary>
internal sealed class SubscriberQueueDrain(ISidecarLauncher sidecars, TopicPublisher publisher, TimeProvider time)
{
    // A sidecar has more to do at the start of a stream than on the way from one event to the next.
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(30);
    private static readonly TopicEventResponse Success = new() { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success };

    /// <summary>Sends what is in the queue, and what comes, to kanban.dead until nothing has come for a while.</summary>
    /// <param name="service">The service.</param>
    /// <param name="number">The process number.</param>
    /// <param name="why">Reason and sentence.</param>
    /// <param name="quiet">How long nothing has to come.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were set aside; null when there are no sidecars to be had.</returns>
    /// <exception cref="RpcException">The sidecar is gone, or a letter was not published: the rest is still there.</exception>
    /// <exception cref="Platforms.InstanceStartException">There is no sidecar to be had now.</exception>
    public async Task<int?> RunAsync(string service, int number, (string Reason, string Text) why, TimeSpan quiet, CancellationToken ct)
    {
        var variables = await sidecars.StartAsync(new SidecarRequest(InstanceName.Format(service, number), null, "http"), ct);
        if (!variables.ContainsKey("DAPR_GRPC_ENDPOINT") && !variables.ContainsKey("DAPR_GRPC_PORT"))
        {
            return null;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
        using var connection = new SidecarConnection(SidecarAddress.From(configuration));
        using var call = new DaprApi.DaprClient(connection.Channel).SubscribeTopicEventsAlpha1(cancellationToken: ct);
        var topic = Topics.Before(service, number);
        await call.RequestStream.WriteAsync(
            new SubscribeTopicEventsRequestAlpha1 { InitialRequest = new() { PubsubName = Topics.PubSubComponent, Topic = topic } }, ct);
        if (await NextAsync(call.ResponseStream, FirstAnswer, ct) is not { } answer)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The sidecar does not answer."));
        }

        for (var count = 0; ;)
        {
            if (answer.EventMessage is { } message)
            {
                await SetAsideAsync(TopicEventReader.Read(message) with { Reason = why.Reason, ReasonText = why.Text, SourceQueue = topic });
                await call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { EventProcessed = new() { Id = message.Id, Status = Success } }, ct);
                count++;
            }

            if (await NextAsync(call.ResponseStream, quiet, ct) is not { } next)
            {
                return count;
            }

            answer = next;
        }
    }

    private async Task<SubscribeTopicEventsResponseAlpha1?> NextAsync(
        IAsyncStreamReader<SubscribeTopicEventsResponseAlpha1> stream, TimeSpan quiet, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(quiet, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await stream.MoveNext(either.Token) ? stream.Current : throw new RpcException(new Status(StatusCode.Unavailable, "The sidecar ended the stream."));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task SetAsideAsync(KanbanEvent letter)
    {
        var (group, bytes) = (new TopicGroup(Topics.Dead, "", 0), new RoutedEvents());
        // Data that is no JSON would make the envelope unreadable.
        (letter.IsForeign ? letter with { Data = ForeignBytes.ToJson(letter.Data) } : letter).WriteTo(bytes);
        group.Events.Add(new RoutedSlice(0, 0, bytes.Length));
        if (await publisher.PublishAsync(group, bytes) != int.MaxValue)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "A dead letter was not published."));
        }
    }
}
