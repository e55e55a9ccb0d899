using Aion.Project.Model;

namespace Aion.Project.Configuration;

/// <summary>One entry of <c>microservices</c>.</summary>
internal sealed class ServiceConfig
{
    public required Written<string> Name
    {
        get;
        init => (field, Label) = (value, ServiceName.LabelOf(value.Value));
    }

    /// <summary>The last part of the path without the tag.</summary>
    public string Label { get; private init; } = "";

    public Written<bool>? Startup { get; init; }

    public Written<bool>? Always { get; init; }

    public Written<bool>? Multiple { get; init; }

    public Written<bool>? WithoutKanban { get; init; }

    public Written<bool>? Privileged { get; init; }

    public Written<int>? Scale { get; init; }

    public Written<int>? Interval { get; init; }

    public Written<string>? Position { get; init; }

    /// <summary>The key is there, readable or not.</summary>
    public bool HasCommand { get; init; }

    public IReadOnlyList<Written<string>>? Command { get; init; }

    public IReadOnlyList<EnvConfig> Env { get; init; } = [];

    public IReadOnlyList<RouteKeyConfig> NextService { get; init; } = [];

    public IReadOnlyList<PortConfig> Ports { get; init; } = [];

    public Written<ServiceNetwork>? Network { get; init; }

    public Written<string>? Tag { get; init; }

    public Written<string>? DirectoryPath { get; init; }

    public Written<string>? ServiceAccount { get; init; }

    public Written<string>? TargetNode { get; init; }

    public IReadOnlyList<Written<string>> VolumeMountPathList { get; init; } = [];

    public ResourcesConfig? Resources { get; init; }

    public Written<AcknowledgeMode>? Acknowledge { get; init; }

    public RestartConfig? Restart { get; init; }

    public IReadOnlyList<DependencyConfig> DependsOn { get; init; } = [];

    public HealthConfig? Health { get; init; }

    public DaprConfig? Dapr { get; init; }

    public IReadOnlyList<Written<string>>? Build { get; init; }

    public Written<TimeSpan>? Reschedule { get; init; }

    /// <summary>Most instances: their numbers have three digits.</summary>
    public const int ScaleLimit = 999;

    /// <summary>The file says a scale that could not be read (reported), so nothing can be concluded from the number of instances.</summary>
    public bool ScaleIsUnknown { get; init; }

    /// <summary>Instances that will run, 1 while the scale is wrong or not known.</summary>
    public int Instances => Scale?.Value is >= 1 and <= ScaleLimit ? Scale.Value : 1;

    /// <summary>Whether <see cref="Instances"/> is what the user wants.</summary>
    public bool InstancesAreKnown => !ScaleIsUnknown && Scale?.Value is null or (>= 0 and <= ScaleLimit);
}
