using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Protocol;
using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The answer of GetMetadata.</summary>
internal static class MetadataMessages
{
    public static GetMetadataResponse Response(SidecarApp app)
    {
        var response = new GetMetadataResponse
        {
            Id = app.AppId,
            RuntimeVersion = MetadataOperations.RuntimeVersion,
            ActorRuntime = new ActorRuntime
            {
                RuntimeStatus = app.Metadata.KnowsActors ? ActorRuntime.Types.ActorRuntimeStatus.Running : ActorRuntime.Types.ActorRuntimeStatus.Initializing,
                HostReady = app.Metadata.KnowsActors,
                Placement = app.Metadata.KnowsActors ? MetadataOperations.Placement : "",
            },
        };
        foreach (var (type, count) in app.Metadata.Actors)
        {
            response.ActiveActorsCount.Add(new ActiveActorsCount { Type = type, Count = count });
            response.ActorRuntime.ActiveActors.Add(new ActiveActorsCount { Type = type, Count = count });
        }

        response.Workflows = new MetadataWorkflows { ConnectedWorkers = app.WorkflowWorkers.Count };
        foreach (var (key, value) in app.Metadata.Extended)
            response.ExtendedMetadata[key] = value;
        foreach (var component in app.Metadata.Components)
        {
            var registered = new RegisteredComponents { Name = component.Name, Type = component.Type, Version = component.Version };
            registered.Capabilities.Add(component.Capabilities);
            response.RegisteredComponents.Add(registered);
        }

        response.Subscriptions.Add(app.Subscriptions.Active.Select(Message));
        if (app.Options.AppPort is { } port)
        {
            response.AppConnectionProperties = new AppConnectionProperties
            {
                Port = port,
                Protocol = app.Options.AppProtocol == AppProtocol.Grpc ? "grpc" : "http",
                ChannelAddress = app.Options.AppHost,
                MaxConcurrency = app.Options.AppMaxConcurrency,
            };
        }

        return response;
    }

    private static PubsubSubscription Message(SubscriptionModel subscription)
    {
        var message = new PubsubSubscription
        {
            PubsubName = subscription.PubSubName,
            Topic = subscription.Topic,
            DeadLetterTopic = subscription.DeadLetterTopic ?? "",
            Rules = new PubsubSubscriptionRules { Rules = { new PubsubSubscriptionRule { Path = subscription.Route } } },
            Type = subscription.Kind switch
            {
                SubscriptionKind.Declarative => PubsubSubscriptionType.Declarative,
                SubscriptionKind.Programmatic => PubsubSubscriptionType.Programmatic,
                _ => PubsubSubscriptionType.Streaming,
            },
        };
        foreach (var (key, value) in subscription.Metadata)
            message.Metadata[key] = value;
        return message;
    }
}
