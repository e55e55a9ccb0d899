using Aion.ServiceBroker.Security;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Api;

/// <summary>The broker's own HTTP API. Errors are problem details (RFC 9457).</summary>
internal static class BrokerApi
{
    public static void MapBrokerApi(this WebApplication endpoints)
    {
        var options = endpoints.Services.GetRequiredService<IOptions<ServiceBrokerOptions>>().Value;
        if (options is { OpenToAionTools: true, ApiToken: not null })
        {
            Log.OpenToAionTools(endpoints.Services.GetRequiredService<ILogger<ApiToken>>(), $"{options.Host}:{options.GrpcPort}");
        }

        var api = endpoints.MapGroup("/api/v1").AddEndpointFilter<LocalCallersOnly>().AddEndpointFilter<TokenFilter>();
        api.MapGet("/status", StatusApi.GetAsync);
        api.MapGet("/outbox", OutboxApi.ListAsync);
        api.MapGet("/dead", DeadLetterApi.ListAsync);
        api.MapDelete("/dead", DeadLetterApi.DeleteAllAsync);
        api.MapDelete("/dead/{id}", DeadLetterApi.DeleteAsync);
        api.MapPost("/dead/redrive", DeadLetterApi.RedriveAllAsync);
        api.MapPost("/dead/{id}/redrive", DeadLetterApi.RedriveAsync);
        api.MapPost("/plan", ProjectApi.PlanAsync);
        api.MapPost("/apply", ProjectApi.ApplyAsync);
        api.MapPost("/delete", ProjectApi.DeleteAsync);
        var ofOneService = api.MapGroup("").AddEndpointFilter<OnItsNode>();
        ofOneService.MapGet("/explain/{service}/{number:int?}", InstanceApi.ExplainAsync);
        ofOneService.MapPost("/instances/{service}/{request}", InstanceApi.Control);
        ofOneService.MapPost("/instances/{service}/{number:int}/{request}", InstanceApi.Control);
        ofOneService.MapGet("/logs/{service}/{number:int}", LogApi.StreamAsync);
        api.MapPut("/busy", InstanceApi.SetBusyAsync);
        api.MapGet("/watch", WatchApi.StreamAsync);
        api.MapPost("/nodes/{name}/forget", NodeApi.ForgetAsync);
    }
}
