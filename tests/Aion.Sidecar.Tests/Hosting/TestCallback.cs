using System.Threading.Channels;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>What a gRPC app serves to its sidecar, as the test sets it up.</summary>
public sealed class TestCallback : AppCallback.AppCallbackBase
{
    public List<TopicSubscription> Subscriptions { get; } = [];

    public Channel<TopicEventRequest> Events { get; } = Channel.CreateUnbounded<TopicEventRequest>();

    public Channel<TopicEventBulkRequest> Bulks { get; } = Channel.CreateUnbounded<TopicEventBulkRequest>();

    public Metadata LastHeaders { get; private set; } = [];

    /// <summary>The answer to an event; default SUCCESS.</summary>
    public Func<TopicEventRequest, TopicEventResponse> Answer { get; set; } = _ => new TopicEventResponse();

    /// <summary>Events on which the connection breaks, as when the process ends.</summary>
    public Func<TopicEventRequest, bool> BreaksOn { get; set; } = _ => false;

    /// <summary>The answer to an invocation.</summary>
    public Func<InvokeRequest, InvokeResponse> Invoke { get; set; } = _ => new InvokeResponse();

    /// <summary>Bulk events come over the alpha rpc only, as in apps built before it was stable.</summary>
    public bool ServesAlpha { get; set; }

    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context) =>
        Task.FromResult(new ListTopicSubscriptionsResponse { Subscriptions = { Subscriptions } });

    public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
    {
        LastHeaders = context.RequestHeaders;
        await Events.Writer.WriteAsync(request);
        if (BreaksOn(request))
            context.GetHttpContext().Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
        return Answer(request);
    }

    public override Task<TopicEventBulkResponse> OnBulkTopicEvent(TopicEventBulkRequest request, ServerCallContext context) => ServesAlpha
        ? throw new RpcException(new Grpc.Core.Status(StatusCode.Unimplemented, ""))
        : TakeAsync(request);

    public override Task<InvokeResponse> OnInvoke(InvokeRequest request, ServerCallContext context)
    {
        LastHeaders = context.RequestHeaders;
        return Task.FromResult(Invoke(request));
    }

    public async Task<TopicEventBulkResponse> TakeAsync(TopicEventBulkRequest request)
    {
        await Bulks.Writer.WriteAsync(request);
        return new TopicEventBulkResponse
        {
            Statuses = { request.Entries.Select(entry => new TopicEventBulkResponseEntry { EntryId = entry.EntryId }) },
        };
    }
}
