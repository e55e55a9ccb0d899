namespace Aion.Project.Model;

/// <summary>One microservice with all defaults filled in. Reference of every key: docs/project-yml.md.</summary>
public sealed record ServiceModel
{
    /// <summary>The key in <c>microservices</c> as written; may hold a path and a tag (<c>factory/judge:1.2</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The last part of the path without the tag (<c>judge</c>): the name in queues, app ids and Kubernetes objects.</summary>
    public required string Label { get; init; }

    /// <summary>The name without the tag (<c>factory/judge</c>).</summary>
    public required string Image { get; init; }

    /// <summary>Image tag: the key <c>tag</c>, else the tag in the name, else <c>latest</c>.</summary>
    public string Tag { get; init; } = "latest";

    /// <summary>Starts as soon as the project is applied; otherwise with its first kanban. Default false.</summary>
    public bool Startup { get; init; }

    /// <summary>Started again whenever it stops (Deployment on Kubernetes; otherwise a Job). Default false.</summary>
    public bool Always { get; init; }

    /// <summary>
    /// A start is never refused because one runs. Processes: a kanban that comes meanwhile starts it once more afterwards. Default false.
    /// </summary>
    public bool Multiple { get; init; }

    /// <summary>Has no queues: kanbans are neither routed to nor taken from it. Default false.</summary>
    public bool WithoutKanban { get; init; }

    /// <summary>Instances, numbered from 1. 1 to 999, default 1.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Seconds between the start of a job and its next periodic start; 0 (default): none.</summary>
    public int Interval { get; init; }

    /// <summary>What kind of service it is. Informative.</summary>
    public ServicePosition Position { get; init; }

    /// <summary>Program and arguments. Empty: what the image starts, which only Kubernetes can.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment variables of its own, in the order of the file; values are the text in the file.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Routes by connection key; <c>default</c> serves the keys that are not named.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RouteModel>> NextService { get; init; } =
        new Dictionary<string, IReadOnlyList<RouteModel>>();

    /// <summary>Ports that it listens on.</summary>
    public IReadOnlyList<PortModel> Ports { get; init; } = [];

    /// <summary>Kind of the Kubernetes Service. Default ClusterIP.</summary>
    public ServiceNetwork Network { get; init; }

    /// <summary>Working directory, relative to the folder of project.yml; null is that folder.</summary>
    public string? DirectoryPath { get; init; }

    /// <summary>Kubernetes service account. Default <c>default</c>.</summary>
    public string ServiceAccount { get; init; } = "default";

    /// <summary>Kubernetes: a privileged container. Default false.</summary>
    public bool Privileged { get; init; }

    /// <summary>Node that it must run on; null: any.</summary>
    public string? TargetNode { get; init; }

    /// <summary>Host folders that it sees on Kubernetes.</summary>
    public IReadOnlyList<VolumeMountModel> VolumeMounts { get; init; } = [];

    /// <summary>Kubernetes resource requests and limits; null: none.</summary>
    public ResourcesModel? Resources { get; init; }

    /// <summary>When a kanban leaves its queue. Default <see cref="AcknowledgeMode.Delivery"/>. Extension.</summary>
    public AcknowledgeMode Acknowledge { get; init; }

    /// <summary>How it is started again; null: as <see cref="Always"/> says. Extension.</summary>
    public RestartModel? Restart { get; init; }

    /// <summary>What must be there before it starts. Without cycles. Extension.</summary>
    public IReadOnlyList<DependencyModel> DependsOn { get; init; } = [];

    /// <summary>How its health is asked; null: it is healthy while it runs. Extension.</summary>
    public HealthModel? Health { get; init; }

    /// <summary>Its Dapr app channel; null: none. Extension.</summary>
    public DaprModel? Dapr { get; init; }

    /// <summary>Command that builds it before a start by <c>aionctl up</c>; empty: none. Extension.</summary>
    public IReadOnlyList<string> Build { get; init; } = [];

    /// <summary>
    /// How long the node of a cluster that runs it may be lost before another one runs it; null: it is never moved. Extension.
    /// </summary>
    public TimeSpan? Reschedule { get; init; }

    /// <summary>App id and Kubernetes name of an instance: label, dash, number with three digits (<c>judge-001</c>).</summary>
    public string InstanceName(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Label}-{number:000}");
}
