using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Protocol;

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
            ActorRuntime = new ActorRuntime { RuntimeStatus = ActorRuntime.Types.ActorRuntimeStatus.Disabled },
        };
        foreach (var (key, value) in app.Metadata.Extended)
            response.ExtendedMetadata[key] = value;
        foreach (var component in app.Metadata.Components)
        {
            var registered = new RegisteredComponents { Name = component.Name, Type = component.Type, Version = component.Version };
            registered.Capabilities.Add(component.Capabilities);
            response.RegisteredComponents.Add(registered);
        }

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
}
