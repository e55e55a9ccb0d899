using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>The ports of one microservice.</summary>
internal static class PortRules
{
    public const int FirstNodePort = 30000;
    public const int LastNodePort = 32767;

    public static void Check(ValidationContext context, ServiceConfig service)
    {
        string owner = $"microservice `{service.Name.Value}`";
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<(int, PortProtocol)> numbers = [];
        foreach (PortConfig port in service.Ports)
        {
            CheckName(context, service, port, owner);
            if (port.Name is { } name && !names.Add(name.Value))
                context.Report(
                    DiagnosticRules.RepeatedPortName,
                    name.Span,
                    $"Two ports of {owner} are called `{name.Value}`.",
                    "Give each port a name of its own.");
            if (port.Port is not { } number)
                continue;
            if (number.Value is < 1 or > 65535)
                context.Report(
                    DiagnosticRules.InvalidPort,
                    number.Span,
                    $"`port` of {owner} is {number.Value}, but ports are 1 to 65535.",
                    "Write the port that the microservice listens on.");
            else if (!numbers.Add((number.Value, port.Protocol?.Value ?? PortProtocol.Tcp)))
                context.Report(
                    DiagnosticRules.RepeatedPort,
                    number.Span,
                    $"Port {number.Value} of {owner} is written twice.",
                    "Remove one of the two, or give it the other protocol.");
            CheckNodePort(context, service, port, owner);
        }
    }

    private static void CheckName(ValidationContext context, ServiceConfig service, PortConfig port, string owner)
    {
        if (port.Name is { } name)
        {
            if (!KubernetesNames.IsPortName(name.Value))
                context.Report(
                    DiagnosticRules.InvalidPortName,
                    name.Span,
                    $"`{name.Value}` cannot be the name of a port.",
                    PortNameFix(name.Value));
        }
        else if (service.Ports.Count > 1)
            context.Report(
                DiagnosticRules.MissingPortName,
                port.Span,
                $"A port of {owner} has no name; with more than one port Kubernetes wants a name for each.",
                "Write `name:` with a short name such as `web`.");
    }

    private static string PortNameFix(string name) =>
        KubernetesNames.Repair(name) is { } repaired && KubernetesNames.IsPortName(repaired)
            ? $"Write `name: {repaired}`."
            : "Use up to 15 small letters, digits and single dashes, with a letter among them.";

    private static void CheckNodePort(ValidationContext context, ServiceConfig service, PortConfig port, string owner)
    {
        if (port.NodePort is not { } node)
            return;
        if (node.Value is < FirstNodePort or > LastNodePort)
            context.Report(
                DiagnosticRules.InvalidNodePort,
                node.Span,
                $"`nodePort` of {owner} is {node.Value}, but Kubernetes allows {FirstNodePort} to {LastNodePort}.",
                "Choose a free number from that range.");
        if (service.Network?.Value != ServiceNetwork.NodePort)
            context.Report(
                DiagnosticRules.NodePortIgnored,
                node.Span,
                $"`nodePort` of {owner} has no effect, because its `network` is ClusterIP.",
                "Write `network: NodePort`, or remove `nodePort`.");
    }
}
