using System.Globalization;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.Sidecar;

namespace Aion.Cli.Hosting;

/// <summary>Gives every instance an endpoint pair of the embedded sidecar.</summary>
internal sealed class EmbeddedSidecarLauncher(SidecarHost sidecars) : ISidecarLauncher
{
    public async ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct)
    {
        await sidecars.RemoveAppAsync(request.AppId, ct);
        try
        {
            return Variables(await sidecars.AddAppAsync(ToOptions(request), ct));
        }
        catch (IOException taken)
        {
            throw new InstanceStartException(
                new InstanceCause(CauseKind.Sidecar, $"the sidecar of {request.AppId} cannot listen: {taken.Message}"), taken);
        }
    }

    public async ValueTask StopAsync(string appId, CancellationToken ct) => await sidecars.RemoveAppAsync(appId, ct);

    public async ValueTask<IReadOnlyList<string>> ReportCrashAsync(string appId, string queue, int run, string cause, CancellationToken ct) =>
        await sidecars.ReportCrashAsync(appId, SubscriberGuard.Of(appId, queue, isSameProcess: false), new AppCrash(run, cause), ct);

    // A process that outlived an earlier host still dials the ports that it was told then.
    private static SidecarAppOptions ToOptions(SidecarRequest request) => new()
    {
        AppId = request.AppId,
        AppPort = request.AppPort,
        AppProtocol = request.AppProtocol == "grpc" ? AppProtocol.Grpc : AppProtocol.Http,
        HttpPort = PreviousPort(request, "DAPR_HTTP_PORT"),
        GrpcPort = PreviousPort(request, "DAPR_GRPC_PORT"),
        CrashGuard = request.Queue is { } queue ? SubscriberGuard.Of(request.AppId, queue, request.Previous is not null) : null,
    };

    private static int PreviousPort(SidecarRequest request, string variable) =>
        request.Previous?.GetValueOrDefault(variable) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;

    private static Dictionary<string, string> Variables(SidecarEndpoint endpoint) => new()
    {
        ["DAPR_HTTP_PORT"] = endpoint.HttpPort.ToString(CultureInfo.InvariantCulture),
        ["DAPR_GRPC_PORT"] = endpoint.GrpcPort.ToString(CultureInfo.InvariantCulture),
        ["DAPR_HTTP_ENDPOINT"] = endpoint.HttpEndpoint.GetLeftPart(UriPartial.Authority),
        ["DAPR_GRPC_ENDPOINT"] = endpoint.GrpcEndpoint.GetLeftPart(UriPartial.Authority),
        ["APP_ID"] = endpoint.AppId,
    };
}
