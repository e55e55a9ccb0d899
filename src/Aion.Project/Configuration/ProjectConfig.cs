using Aion.Project.Diagnostics;

namespace Aion.Project.Configuration;

/// <summary>What the user wrote, typed, without defaults and not yet checked against itself.</summary>
internal sealed record ProjectConfig
{
    public Written<string>? DeviceName { get; init; }

    public Written<bool>? Debug { get; init; }

    public IReadOnlyList<DeviceConfig> Devices { get; init; } = [];

    /// <summary>Place of the map <c>microservices</c>; null when there is none.</summary>
    public SourceSpan? MicroservicesSpan { get; init; }

    public IReadOnlyList<ServiceConfig> Services { get; init; } = [];
}
