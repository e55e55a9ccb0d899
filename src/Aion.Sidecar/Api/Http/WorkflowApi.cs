using System.Text;
using Aion.Sidecar.Api.Grpc;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Workflows;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/workflows/{component}/…, and the same under the older versions; any component will do.</summary>
internal static class WorkflowApi
{
    private static readonly string[] Versions = ["v1.0", "v1.0-beta1", "v1.0-alpha1"];
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    public static void MapWorkflows(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        var workflows = app.WorkflowManagement;
        foreach (var version in Versions)
        {
            var instance = $"/{version}/workflows/{{component}}/{{id}}";
            routes.MapGet(instance, context => GetAsync(context, app));
            routes.MapPost(instance + "/start", context => StartAsync(context, app));
            routes.MapPost(instance + "/raiseEvent/{eventName}", context => RaiseAsync(context, app));
            Map(routes, instance + "/pause", workflows.PauseAsync);
            Map(routes, instance + "/resume", workflows.ResumeAsync);
            Map(routes, instance + "/terminate", workflows.TerminateAsync);
            Map(routes, instance + "/purge", workflows.PurgeAsync);
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, Func<string, string?, CancellationToken, Task> act) =>
        routes.MapPost(pattern, async context =>
        {
            await act(context.Route("id"), AppId(context), context.RequestAborted);
            await AcceptAsync(context, "{}");
        });

    private static async Task GetAsync(HttpContext context, SidecarApp app)
    {
        var id = context.Route("id");
        if (await app.WorkflowManagement.FindAsync(id, AppId(context)) is not { } row)
            throw new DaprException(WorkflowErrors.NotFound(id));
        await context.Response.WriteDataAsync(Encoding.UTF8.GetBytes(Json.Format(WorkflowMessages.Response(row))), context.RequestAborted);
    }

    private static async Task StartAsync(HttpContext context, SidecarApp app)
    {
        var input = await ReadTextAsync(context);
        var id = await app.WorkflowManagement.StartAsync(
            context.Route("id"), context.Request.Query["instanceID"].ToString(), input, options: null, AppId(context),
            TraceHeaders.Of(context.Request.Headers[TraceHeaders.Parent], context.Request.Headers[TraceHeaders.State]), context.RequestAborted);
        await AcceptAsync(context, Json.Format(new Protocol.StartWorkflowResponse { InstanceId = id }));
    }

    private static async Task RaiseAsync(HttpContext context, SidecarApp app)
    {
        var data = await ReadTextAsync(context);
        await app.WorkflowManagement.RaiseEventAsync(
            context.Route("id"), context.Route("eventName"), data, AppId(context), context.RequestAborted);
        await AcceptAsync(context, "{}");
    }

    private static string? AppId(HttpContext context) => context.Request.Query["appID"];

    private static async Task<string> ReadTextAsync(HttpContext context) =>
        Encoding.UTF8.GetString(await context.Request.ReadBodyAsync(context.RequestAborted));

    private static async Task AcceptAsync(HttpContext context, string json)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.WriteDataAsync(Encoding.UTF8.GetBytes(json), context.RequestAborted);
    }
}
