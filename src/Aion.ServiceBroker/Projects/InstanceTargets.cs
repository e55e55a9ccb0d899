using System.Globalization;
using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Projects;

/// <summary>Says of every instance of a project how it is run.</summary>
internal static class InstanceTargets
{
    public static IReadOnlyList<InstanceTarget> Of(ProjectRecord record, ServiceBrokerOptions options) =>
    [
        .. record.Project.Services.SelectMany(
            service => Enumerable.Range(1, service.Scale), (service, number) => Target(record, options, service, number)),
    ];

    private static InstanceTarget Target(ProjectRecord record, ServiceBrokerOptions options, ServiceModel service, int number) => new(
        new InstanceSpec
        {
            Service = service.Label,
            Number = number,
            Name = service.InstanceName(number),
            Command = service.Command,
            WorkingDirectory = Path.GetFullPath(service.DirectoryPath ?? ".", record.Directory),
            Environment = Environment(record.Project, options, service, number),
            AppPort = service.Dapr?.PortOf(number),
            AppProtocol = service.Dapr?.AppProtocol == DaprAppProtocol.Grpc ? "grpc" : "http",
            MemoryLimit = service.Resources?.Limits?.MemoryBytes,
        },
        service.Startup,
        service.Always,
        HasQueue: !service.WithoutKanban,
        Subscriber: service.Acknowledge == AcknowledgeMode.Subscriber);

    // Which instance of what a process is, the platform alone knows. Where its kanbans come from a service may choose.
    private static Dictionary<string, string> Environment(
        ProjectModel project, ServiceBrokerOptions options, ServiceModel service, int number)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KANBAN_ADDR"] = options.KanbanAddress };
        foreach (var (name, value) in service.Env)
        {
            environment[name] = value;
        }

        environment["AION_HOME"] = options.Home;
        environment["DEVICE_NAME"] = project.DeviceName;
        environment["DEBUG"] = project.Debug ? "true" : "false";
        environment["MS_NUMBER"] = number.ToString(CultureInfo.InvariantCulture);
        environment["SERVICE_NAME"] = service.Label;
        if (service.Dapr is { } dapr)
        {
            environment["APP_PORT"] = dapr.PortOf(number).ToString(CultureInfo.InvariantCulture);
        }

        return environment;
    }
}
