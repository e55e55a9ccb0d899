using Aion.Project.Configuration;
using Aion.Project.Model;
using Aion.Project.Validation;

namespace Aion.Project.Compilation;

/// <summary>Fills in the defaults: configuration without errors to the immutable model.</summary>
internal static class ModelBuilder
{
    public static ProjectModel Build(ProjectConfig project, CompileOptions options)
    {
        ServiceLookup lookup = new(project);
        return new ProjectModel
        {
            DeviceName = project.DeviceName?.Value ?? options.DefaultDeviceName,
            Debug = project.Debug?.Value ?? false,
            Devices = project.Devices.ToDictionary(d => d.Name.Value, BuildDevice),
            Services = [.. project.Services.Select(s => BuildService(lookup, s))],
        };
    }

    private static DeviceModel BuildDevice(DeviceConfig device)
    {
        DeviceModel model = new() { Name = device.Name.Value, Addr = device.Addr!.Value };
        return model with
        {
            AionHome = device.AionHome?.Value ?? model.AionHome,
            SshPort = device.SshPort?.Value ?? model.SshPort,
            Username = device.Username?.Value ?? model.Username,
            Password = device.Password?.Value ?? model.Password,
        };
    }

    private static ServiceModel BuildService(ServiceLookup lookup, ServiceConfig service) => new()
    {
        Name = service.Name.Value,
        Label = service.Label,
        Image = ServiceName.ImageOf(service.Name.Value),
        Tag = service.Tag?.Value ?? ServiceName.TagOf(service.Name.Value) ?? "latest",
        Startup = service.Startup?.Value ?? false,
        Always = service.Always?.Value ?? false,
        Multiple = service.Multiple?.Value ?? false,
        WithoutKanban = service.WithoutKanban?.Value ?? false,
        Scale = service.Instances,
        Interval = service.Interval?.Value ?? 0,
        Position = Enum.TryParse(service.Position?.Value, out ServicePosition position) ? position : ServicePosition.Runtime,
        Command = Values(service.Command),
        Env = service.Env.ToDictionary(e => e.Name.Value, e => e.Value.Value),
        NextService = service.NextService.ToDictionary(
            k => k.Key.Value,
            k => (IReadOnlyList<RouteModel>)[.. k.Routes.Select(r => BuildRoute(lookup, r))]),
        Ports = [.. service.Ports.Select(BuildPort)],
        Network = service.Network?.Value ?? ServiceNetwork.ClusterIP,
        DirectoryPath = service.DirectoryPath?.Value,
        ServiceAccount = service.ServiceAccount?.Value ?? "default",
        Privileged = service.Privileged?.Value ?? false,
        TargetNode = service.TargetNode?.Value,
        VolumeMounts = [.. service.VolumeMountPathList.Select(BuildVolumeMount)],
        Resources = BuildResources(service.Resources),
        Acknowledge = service.Acknowledge?.Value ?? AcknowledgeMode.Delivery,
        Restart = ExtensionModelBuilder.BuildRestart(service),
        DependsOn = [.. service.DependsOn.Select(d => ExtensionModelBuilder.BuildDependency(lookup, d))],
        Health = ExtensionModelBuilder.BuildHealth(service),
        Dapr = ExtensionModelBuilder.BuildDapr(service),
        Build = Values(service.Build),
        Reschedule = service.Reschedule?.Value,
    };

    public static IReadOnlyList<string> Values(IReadOnlyList<Written<string>>? texts) =>
        texts is null ? [] : [.. texts.Select(t => t.Value)];

    private static RouteModel BuildRoute(ServiceLookup lookup, RouteConfig route) => new()
    {
        Name = route.Name!.Value,
        Label = lookup.LabelOf(route.Name.Value),
        Pattern = route.Pattern?.Value == "0" ? RoutePattern.First : RoutePattern.SameNumber,
        Device = route.Device?.Value,
    };

    private static PortModel BuildPort(PortConfig port) => new()
    {
        Name = port.Name?.Value,
        Protocol = port.Protocol?.Value ?? PortProtocol.Tcp,
        Port = port.Port!.Value,
        NodePort = port.NodePort?.Value,
    };

    private static VolumeMountModel BuildVolumeMount(Written<string> entry) =>
        VolumeRules.TryParse(entry.Value, out VolumeMountModel? mount, out _, out _)
            ? mount
            : throw new InvalidOperationException($"`{entry.Value}` passed the check of volume mounts but cannot be read.");

    private static ResourcesModel? BuildResources(ResourcesConfig? resources) =>
        resources is null ? null : new ResourcesModel { Requests = BuildAmounts(resources.Requests), Limits = BuildAmounts(resources.Limits) };

    private static ResourceAmounts? BuildAmounts(AmountsConfig? amounts) =>
        amounts is null ? null : new ResourceAmounts { Memory = amounts.Memory?.Value, Cpu = amounts.Cpu?.Value };
}
