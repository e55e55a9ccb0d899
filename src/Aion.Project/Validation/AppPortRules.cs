using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>App channels: instance n listens on appPort + n - 1, and all of them on one device.</summary>
internal static class AppPortRules
{
    public static void Check(ValidationContext context)
    {
        // Pods have an address each.
        bool oneAddress = context.Options.Platform != TargetPlatform.Kubernetes;
        List<(ServiceConfig Service, int First, int Last)> ranges = [];
        foreach (ServiceConfig service in context.Project.Services)
        {
            if (service.Dapr?.AppPort is not { } port)
                continue;
            int last = port.Value + service.Instances - 1;
            if (port.Value is < 1 or > 65535)
                context.Report(
                    DiagnosticRules.InvalidPort,
                    port.Span,
                    $"`appPort` of microservice `{service.Name.Value}` is {port.Value}, but ports are 1 to 65535.",
                    "Write the port that the microservice listens on for its sidecar.");
            else if (last > 65535)
                context.Report(
                    DiagnosticRules.AppPortRange,
                    port.Span,
                    $"The {service.Instances} instances of microservice `{service.Name.Value}` need the ports {port.Value} to {last}, but there is none above 65535.",
                    $"Write {65536 - service.Instances} or less.");
            else
            {
                foreach ((ServiceConfig other, int first, int otherLast) in ranges)
                    if (oneAddress && port.Value <= otherLast && last >= first)
                        ReportClash(context, service, other, port, last, first, otherLast);
                ranges.Add((service, port.Value, last));
            }
        }
    }

    private static void ReportClash(
        ValidationContext context,
        ServiceConfig service,
        ServiceConfig other,
        Written<int> port,
        int last,
        int first,
        int otherLast) =>
        context.Report(
            DiagnosticRules.AppPortClash,
            port.Span,
            $"Microservice `{service.Name.Value}` listens on {Range(port.Value, last)}, but `{other.Name.Value}` on {Range(first, otherLast)}.",
            $"Move one of them; instance n listens on `appPort` + n - 1. Free here: `appPort: {otherLast + 1}`.");

    private static string Range(int first, int last) => first == last ? $"port {first}" : $"the ports {first} to {last}";
}
