using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>
/// Ports of processes: pods have an address each, processes of one device share one. Only services with a command can be
/// processes, and a project for Kubernetes is not asked at all.
/// </summary>
internal static class SharedPortRules
{
    // Ports of AION's own apps and their sidecars on a device.
    private static readonly HashSet<int> Platform = [10000, 11010, 11011, 11110, 11111, 11112, 3501, 3502, 50101, 50102];

    public static void Check(ValidationContext context)
    {
        if (context.Options.Platform == TargetPlatform.Kubernetes)
            return;
        Dictionary<int, ServiceConfig> taken = [];
        foreach (ServiceConfig service in context.Project.Services.Where(s => s.Command is { Count: > 0 }))
        {
            foreach (Written<int> port in service.Ports.Select(p => p.Port).OfType<Written<int>>())
            {
                CheckPlatform(context, service, port);
                if (taken.TryGetValue(port.Value, out ServiceConfig? other) && other != service)
                    context.Report(
                        DiagnosticRules.SharedPort,
                        port.Span,
                        $"Microservices `{service.Name.Value}` and `{other.Name.Value}` both listen on port {port.Value}; as processes of one device only one of them can.",
                        "Choose another port for one of them.");
                else if (service.Instances > 1 && port.Value != service.Dapr?.AppPort?.Value)
                    context.Report(
                        DiagnosticRules.SharedPort,
                        port.Span,
                        $"All {service.Instances} instances of microservice `{service.Name.Value}` listen on port {port.Value}; as processes of one device only one of them can.",
                        "Let the program add MS_NUMBER to the port, or write `scale: 1`.");
                taken.TryAdd(port.Value, service);
            }
            if (service.Dapr?.AppPort is { } appPort)
                CheckPlatform(context, service, appPort);
        }
    }

    private static void CheckPlatform(ValidationContext context, ServiceConfig service, Written<int> port)
    {
        if (Platform.Contains(port.Value))
            context.Report(
                DiagnosticRules.PlatformPort,
                port.Span,
                $"Port {port.Value} of microservice `{service.Name.Value}` is used by AION itself on the same device.",
                "Choose another port.");
    }
}
