namespace Aion.Project.Model;

/// <summary>A whole project that passed every check: what <c>project.yml</c> means, with all defaults filled in. Immutable.</summary>
public sealed record ProjectModel
{
    /// <summary>Name of the device that runs this project; every microservice gets it as <c>DEVICE_NAME</c>.</summary>
    public required string DeviceName { get; init; }

    /// <summary>Passed to every microservice as <c>DEBUG</c> (<c>true</c> or <c>false</c>). Default false.</summary>
    public bool Debug { get; init; }

    /// <summary>The devices that routes may name, by name, in the order of the file. May hold this device itself.</summary>
    public IReadOnlyDictionary<string, DeviceModel> Devices { get; init; } = new Dictionary<string, DeviceModel>();

    /// <summary>The microservices in the order of the file. No two have the same <see cref="ServiceModel.Label"/>.</summary>
    public IReadOnlyList<ServiceModel> Services { get; init; } = [];

    /// <summary>Finds a service by its name as written or by its label; null when there is none.</summary>
    public ServiceModel? FindService(string nameOrLabel)
    {
        foreach (ServiceModel service in Services)
            if (service.Name == nameOrLabel || service.Label == nameOrLabel)
                return service;
        return null;
    }

    /// <summary>Whether a route goes to this device: it names no device, or names this one.</summary>
    public bool IsLocal(RouteModel route) => route.Device is null || route.Device == DeviceName;
}
