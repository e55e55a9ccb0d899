using System.Globalization;
using Aion.Contracts.Events;
using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Projects;

/// <summary>Says of an instance how it is run here.</summary>
internal static class InstanceSpecs
{
    public static InstanceSpec Of(InstanceDefinition definition, int number, ServiceBrokerOptions options)
    {
        var service = definition.Service;
        return new InstanceSpec
        {
            Service = service.Label,
            Number = number,
            Name = service.InstanceName(number),
            Command = service.Command,
            WorkingDirectory = Path.GetFullPath(service.DirectoryPath ?? ".", definition.Directory),
            Environment = Environment(definition, options, number),
            AppPort = service.Dapr?.PortOf(number),
            AppProtocol = service.Dapr?.AppProtocol == DaprAppProtocol.Grpc ? "grpc" : "http",
            Queue = definition.IsSubscriber ? Topics.Before(service.Label, number) : null,
            MemoryLimit = service.Resources?.Limits?.MemoryBytes,
            BuildStamp = definition.BuildStamp,
        };
    }

    // Which instance of what a process is, the platform alone knows. Where its kanbans come from a service may choose.
    private static Dictionary<string, string> Environment(InstanceDefinition definition, ServiceBrokerOptions options, int number)
    {
        var service = definition.Service;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KANBAN_ADDR"] = options.KanbanAddress };
        foreach (var (name, value) in service.Env)
        {
            environment[name] = value;
        }

        environment["AION_HOME"] = options.Home;
        environment["DEVICE_NAME"] = definition.DeviceName;
        environment["DEBUG"] = definition.Debug ? "true" : "false";
        environment["MS_NUMBER"] = number.ToString(CultureInfo.InvariantCulture);
        environment["SERVICE_NAME"] = service.Label;
        if (service.Dapr is { } dapr)
        {
            environment["APP_PORT"] = dapr.PortOf(number).ToString(CultureInfo.InvariantCulture);
        }

        return environment;
    }
}
