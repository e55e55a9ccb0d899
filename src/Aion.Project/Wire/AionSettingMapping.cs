using Aion.Contracts.Devicepb;
using Aion.Contracts.Projectpb;
using Aion.Contracts.Servicepb;
using Aion.Project.Model;

namespace Aion.Project.Wire;

/// <summary>The model as AION's own message.</summary>
public static class AionSettingMapping
{
    /// <summary>
    /// What AION's tools understand of a project. The extensions (<c>acknowledge</c>, <c>restart</c>, <c>dependsOn</c>,
    /// <c>health</c>, <c>dapr</c>, <c>build</c>, <c>reschedule</c>) and the order of the services have no place in the message and are left out.
    /// <see cref="ProjectCompiler.Compile(AionSetting, CompileOptions?)"/> is the way back.
    /// </summary>
    public static AionSetting ToAionSetting(this ProjectModel project)
    {
        AionSetting setting = new() { DeviceName = project.DeviceName, Debug = project.Debug ? "true" : "false" };
        foreach ((string name, DeviceModel device) in project.Devices)
            setting.Devices.Add(
                name,
                new Device { Addr = device.Addr, SSHPort = device.SshPort, Username = device.Username, Password = device.Password, AionHome = device.AionHome });
        foreach (ServiceModel service in project.Services)
            setting.Microservices.Add(service.Name, ToMicroservice(service));
        return setting;
    }

    private static Microservice ToMicroservice(ServiceModel service)
    {
        Microservice message = new()
        {
            Scale = service.Scale,
            Position = service.Position.ToString(),
            Always = service.Always,
            Multiple = service.Multiple,
            Startup = service.Startup,
            Interval = service.Interval,
            DirPath = service.DirectoryPath ?? "",
            ServiceAccount = service.ServiceAccount,
            Network = service.Network.ToString(),
            Tag = service.Tag,
            Privileged = service.Privileged,
            WithoutKanban = service.WithoutKanban,
            TargetNode = service.TargetNode ?? "",
            Resources = ToResources(service.Resources),
        };
        message.Command.AddRange(service.Command);
        message.Env.Add(service.Env.ToDictionary());
        message.VolumeMountPathList.AddRange(service.VolumeMounts.Select(ToEntry));
        message.Ports.AddRange(service.Ports.Select(ToPort));
        foreach ((string key, IReadOnlyList<RouteModel> routes) in service.NextService)
        {
            NextService next = new();
            next.NextServiceSetting.AddRange(routes.Select(ToRoute));
            message.NextService.Add(key, next);
        }
        return message;
    }

    private static string ToEntry(VolumeMountModel mount) => $"{mount.MountPath}:{mount.HostPath}{(mount.Bidirectional ? ":Bidirectional" : "")}";

    private static PortConfig ToPort(PortModel port) => new()
    {
        Name = port.Name ?? "",
        Protocol = port.Protocol.ToString().ToUpperInvariant(),
        Port = port.Port,
        NodePort = port.NodePort ?? 0,
    };

    private static NextServiceSetting ToRoute(RouteModel route) => new()
    {
        NextServiceName = route.Name,
        NumberPattern = route.Pattern == RoutePattern.First ? "0" : "n",
        NextDevice = route.Device ?? "",
    };

    private static Resources? ToResources(ResourcesModel? resources) =>
        resources is null ? null : new Resources { Requests = ToAmounts(resources.Requests), Limits = ToAmounts(resources.Limits) };

    private static ResourceConfig? ToAmounts(ResourceAmounts? amounts) =>
        amounts is null ? null : new ResourceConfig { Memory = amounts.Memory ?? "", Cpu = amounts.Cpu ?? "" };
}
