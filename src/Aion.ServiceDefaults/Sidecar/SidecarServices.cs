using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceDefaults.Sidecar;

internal static class SidecarServices
{
    public static IServiceCollection AddAionSidecarClients(this IServiceCollection services)
    {
        services.AddSingleton(sp => SidecarAddress.From(sp.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SidecarConnection>();
        services.AddSingleton<SidecarReadiness>();
        services.AddSingleton(sp => new DaprApi.DaprClient(sp.GetRequiredService<SidecarConnection>().Channel));
        services.AddSingleton(sp => CreateDaprClient(sp.GetRequiredService<SidecarConnection>()));
        return services;
    }

    private static DaprClient CreateDaprClient(SidecarConnection connection)
    {
        var address = connection.Address;
        var builder = new DaprClientBuilder()
            .UseHttpEndpoint(SidecarHandlers.RequestAddress(address.Http).ToString())
            .UseGrpcEndpoint(SidecarHandlers.RequestAddress(address.Grpc).ToString())
            .UseGrpcChannelOptions(connection.NewChannelOptions());
        // Without this the builder would take DAPR_API_TOKEN of the process, which may be another app's.
        return builder.UseDaprApiToken(address.ApiToken ?? "").Build();
    }
}
