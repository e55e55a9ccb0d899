using System.Globalization;
using Aion.Sidecar;

namespace Aion.Cli.Hosting;

/// <summary>The configuration that each app gets in place of its own process's environment.</summary>
internal static class AppSettings
{
    public static Dictionary<string, string?> ForBroker(AionHome home, PlatformPorts ports, SidecarEndpoint sidecar, string appToken) => new(Dapr(sidecar))
    {
        ["Aion:Home"] = home.Path,
        ["APP_API_TOKEN"] = appToken,
        ["Aion:KanbanAddress"] = $"{ports.Host}:{ports.Kanban}",
        ["Aion:ServiceBroker:Host"] = ports.Host.ToString(),
        ["Aion:ServiceBroker:HttpPort"] = Text(ports.BrokerHttp),
        ["Aion:ServiceBroker:GrpcPort"] = Text(ports.BrokerGrpc),
    };

    public static Dictionary<string, string?> ForStatusKanban(AionHome home, PlatformPorts ports, SidecarEndpoint sidecar) => new(Dapr(sidecar))
    {
        ["Aion:StatusKanban:Home"] = home.Path,
        ["Aion:StatusKanban:ListenAddress"] = ports.Host.ToString(),
        ["Aion:StatusKanban:Ports"] = $"{ports.Kanban},{ports.KanbanGo}",
    };

    private static Dictionary<string, string?> Dapr(SidecarEndpoint sidecar) => new()
    {
        ["DAPR_HTTP_ENDPOINT"] = sidecar.HttpEndpoint.GetLeftPart(UriPartial.Authority),
        ["DAPR_GRPC_ENDPOINT"] = sidecar.GrpcEndpoint.GetLeftPart(UriPartial.Authority),
        ["DAPR_HTTP_PORT"] = Text(sidecar.HttpPort),
        ["DAPR_GRPC_PORT"] = Text(sidecar.GrpcPort),
        // Set in the shell that started aionctl, these would be meant for a daprd.
        ["DAPR_API_TOKEN"] = null,
        ["APP_API_TOKEN"] = null,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
