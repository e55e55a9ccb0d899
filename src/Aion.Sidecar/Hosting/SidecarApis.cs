using Aion.Sidecar.Api.Grpc;
using Aion.Sidecar.Api.Http;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Invocation;
using Aion.Sidecar.Workflows;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.Sidecar.Hosting;

/// <summary>The way of a request through the sidecar. The protocol tells the API: the HTTP port speaks HTTP/1.1 only, the gRPC port HTTP/2 only.</summary>
internal static class SidecarApis
{
    public static void AddSidecarApis(this IServiceCollection services, SidecarApp app)
    {
        services.AddSingleton(app);
        services.AddSingleton<DaprService>();
        services.AddSingleton<TaskHubService>();
        services.AddSingleton<IServiceMethodProvider<DaprService>, StreamingMethodProvider>();
        services.AddRouting();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = app.Options.MaxBodySize;
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<GrpcErrorInterceptor>();
        }).AddServiceOptions<TaskHubService>(grpc => grpc.MaxReceiveMessageSize = AnswerLimit.MostRead(app.Options.MaxBodySize));
    }

    public static void UseSidecarApis(this WebApplication web, SidecarApp app)
    {
        var grpc = GrpcPipeline(web.Services, app);
        var http = HttpPipeline(web.Services, app);
        web.Run(context => HttpProtocol.IsHttp2(context.Request.Protocol) ? grpc(context) : http(context));
    }

    private static RequestDelegate HttpPipeline(IServiceProvider services, SidecarApp app)
    {
        var http = new ApplicationBuilder(services);
        http.UseMiddleware<LeadingSlashMiddleware>();
        http.UseMiddleware<HttpErrorMiddleware>();
        http.UseMiddleware<WebPageGuard>();
        if (!string.IsNullOrEmpty(app.Options.ApiToken))
            http.UseMiddleware<TokenMiddleware>(app.Options.ApiToken);
        http.UseMiddleware<InvokeByHeaderMiddleware>(app);
        http.UseRouting();
        http.UseEndpoints(routes =>
        {
            routes.MapHealth(app);
            routes.MapMetadata(app);
            routes.MapState(app);
            routes.MapPublish(app);
            routes.MapBindings(app);
            routes.MapSecrets(app);
            routes.MapActors(app);
            routes.MapActorSchedules(app);
            routes.MapInvoke(app);
            routes.MapWorkflows(app);
            routes.MapShutdown(app);
        });
        http.Run(_ => throw new DaprException(CommonErrors.MethodNotFound()));
        return http.Build();
    }

    private static RequestDelegate GrpcPipeline(IServiceProvider services, SidecarApp app)
    {
        var grpc = new ApplicationBuilder(services);
        grpc.Use(next => context => app.OpenCalls.CountAsync(context, next));
        grpc.UseMiddleware<GrpcTokenMiddleware>(new GrpcToken(app.Options.ApiToken));
        grpc.UseMiddleware<LargeAnswerMiddleware>(new LargeAnswerOptions(app.AppId, AnswerLimit.MostRead(app.Options.MaxBodySize), app.Workflows.Logger));
        grpc.UseRouting();
        grpc.UseEndpoints(routes =>
        {
            routes.MapGrpcService<DaprService>();
            routes.MapGrpcService<TaskHubService>();
        });
        grpc.Run(new GrpcProxy(app).InvokeAsync);
        return grpc.Build();
    }
}
