using System.Text.Json;
using Aion.ServiceBroker.Cluster;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceDefaults.Sidecar;

namespace Aion.ServiceBroker.Api;

/// <summary>Asks about single instances and asks something of them.</summary>
internal static class InstanceApi
{
    private const string CallerHeader = "dapr-caller-app-id";

    public static async Task<IResult> ExplainAsync(string service, int? number, IInstanceLifecycle lifecycle, IClusterView cluster, CancellationToken ct) =>
        await lifecycle.ExplainAsync(service, number, ct) is { } explanation
            ? Results.Json(explanation.On(cluster.Name), ApiJson.Default.ServiceExplanation) : NotFound(service, number);

    /// <summary>Answers 202 with the instances as they are now; it is done as soon as each has come to it.</summary>
    public static IResult Control(string service, int? number, string request, IInstanceLifecycle lifecycle)
    {
        InstanceRequest? asked = request switch
        {
            "stop" => InstanceRequest.Stop,
            "start" => InstanceRequest.Start,
            "restart" => InstanceRequest.Restart,
            _ => null,
        };
        if (asked is null)
        {
            return Results.Problem(
                $"'{request}' can be asked of no instance; stop, start and restart can.", statusCode: StatusCodes.Status404NotFound);
        }

        var instances = lifecycle.Control(asked.Value, service, number);
        return instances.Count == 0 ? NotFound(service, number)
            : Results.Json(instances, ApiJson.Default.IReadOnlyListInstanceStatus, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>
    /// What a microservice reaches by Dapr's service invocation: app id <c>aion-servicebroker</c>, method <c>busy</c>. Without a
    /// service in the body it speaks of itself.
    /// </summary>
    public static void MapBusyMethod(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/busy", [HttpMethods.Put, HttpMethods.Post], SetBusyAsync).RequireAppToken();

    public static async Task<IResult> SetBusyAsync(HttpRequest request, IInstanceLifecycle lifecycle, CancellationToken ct)
    {
        BusyRequest? busy;
        try
        {
            busy = await request.ReadFromJsonAsync(ApiJson.Default.BusyRequest, ct);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return Results.Problem("The body is no such JSON: " + e.Message, statusCode: StatusCodes.Status400BadRequest);
        }

        var (service, number) = Instance(busy, request.Headers[CallerHeader].ToString());
        return service is null
            ? Results.Problem(
                "Say which instance is busy: {\"service\":\"judge\",\"number\":1,\"busy\":true}.", statusCode: StatusCodes.Status400BadRequest)
            : lifecycle.SetBusy(service, number, busy!.Busy, busy.Reason) ? Results.NoContent() : NotFound(service, number);
    }

    // App ids of instances end with a dash and three digits: judge-001.
    private static (string? Service, int Number) Instance(BusyRequest? busy, string caller)
    {
        if (busy?.Service is { Length: > 0 } service)
        {
            return (service, busy.Number ?? 1);
        }

        var dash = caller.LastIndexOf('-');
        return busy is not null && dash > 0 && int.TryParse(caller.AsSpan(dash + 1), out var number) ? (caller[..dash], number) : (null, 0);
    }

    private static IResult NotFound(string service, int? number) => Results.Problem(
        number is null ? $"There is no service '{service}' in the project." : $"There is no instance {number} of a service '{service}' in the project.",
        statusCode: StatusCodes.Status404NotFound);
}
