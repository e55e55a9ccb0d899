using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>A nodePort is one port of every node, so it can be given away once in the whole project.</summary>
internal static class NodePortRules
{
    public static void Check(ValidationContext context)
    {
        Dictionary<int, ServiceConfig> taken = [];
        foreach (ServiceConfig service in context.Project.Services.Where(s => s.Network?.Value == ServiceNetwork.NodePort))
        {
            foreach (PortConfig port in service.Ports.Where(p => p.NodePort is not null))
            {
                Written<int> node = port.NodePort!;
                if (taken.TryGetValue(node.Value, out ServiceConfig? other))
                    context.Report(
                        DiagnosticRules.NodePortClash,
                        node.Span,
                        $"`nodePort: {node.Value}` of microservice `{service.Name.Value}` is already taken by `{other.Name.Value}`.",
                        "Choose another number from 30000 to 32767.");
                else
                    taken.Add(node.Value, service);
                if (service.Instances > 1)
                    context.Report(
                        DiagnosticRules.NodePortClash,
                        node.Span,
                        $"The {service.Instances} instances of microservice `{service.Name.Value}` cannot share `nodePort: {node.Value}`; each has a Service of its own.",
                        "Remove `nodePort`, so that Kubernetes chooses one for each, or write `scale: 1`.");
            }
        }
    }
}
