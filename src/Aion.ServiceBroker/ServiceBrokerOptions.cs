namespace Aion.ServiceBroker;

/// <summary>Settings of the service-broker: keys <c>Aion:Home</c>, <c>Aion:KanbanAddress</c>, the rest below <c>Aion:ServiceBroker</c>.</summary>
public sealed record ServiceBrokerOptions
{
    /// <summary>
    /// Folder of the installation (<c>Aion:Home</c>, else <c>AION_HOME</c>). Default <c>~/.aion</c>. Holds <c>Data</c>,
    /// <c>logs</c> and <c>run</c>.
    /// </summary>
    public string Home { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aion");

    /// <summary>Where microservices reach status-kanban (<c>Aion:KanbanAddress</c>): their <c>KANBAN_ADDR</c>. Default 127.0.0.1:11010.</summary>
    public string KanbanAddress { get; set; } = "127.0.0.1:11010";

    /// <summary>
    /// IP address or host name to listen on; one that is neither is refused. One that other machines reach needs
    /// <see cref="ApiToken"/> and <c>APP_API_TOKEN</c>. Default 127.0.0.1.
    /// </summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>HTTP port of the app channel and of <c>/api/v1</c>. Default 11112; 0: any free port.</summary>
    public int HttpPort { get; set; } = 11112;

    /// <summary>gRPC port (h2c) of <c>projectpb.Project</c>. Default 11111; 0: any free port.</summary>
    public int GrpcPort { get; set; } = 11111;

    /// <summary>
    /// What callers of <c>/api/v1</c> and <c>projectpb.Project</c> have to send as <c>Authorization: Bearer</c>, from
    /// wherever they call (else <c>AION_API_TOKEN</c>, else <c>ApiTokenFile</c>). Default: none.
    /// </summary>
    public string? ApiToken { get; set; }

    /// <summary>File that holds the <see cref="ApiToken"/>, which wins over this. Default: none.</summary>
    public string? ApiTokenFile { get; set; }

    /// <summary>
    /// Lets AION's tools, which can send no token, call <c>projectpb.Project</c>, and with them everybody who reaches
    /// <see cref="GrpcPort"/>. Default false; without a token it has no effect.
    /// </summary>
    public bool OpenToAionTools { get; set; }

    /// <summary>How long an instance gets between SIGTERM and SIGKILL. Default 10 seconds.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a service that announced its end gets to end by itself before it is stopped. Default 5 seconds.</summary>
    public TimeSpan TerminateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Leaves the instances running when the broker stops in order; its next start adopts them. Default false: they stop
    /// with it.
    /// </summary>
    public bool KeepRunningOnStop { get; set; }

    /// <summary>
    /// Continues the stored project at the start. Default true; a host that applies one itself at every start sets false,
    /// so that nothing of an old project is started first. What an earlier run left is then adopted or ended by that apply.
    /// </summary>
    public bool RestoreProject { get; set; } = true;

    /// <summary>Size at which an instance's log is rotated, in bytes. Default 10 MiB.</summary>
    public long LogMaxBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Rotated logs kept beside the current one. Default 3.</summary>
    public int LogFilesKept { get; set; } = 3;

    /// <summary>Path of daprd; when set, every instance gets a daprd of its own. Default: none.</summary>
    public string? DaprdPath { get; set; }

    /// <summary>Component folder for these daprds. Default: none.</summary>
    public string? DaprdResources { get; set; }

    /// <summary>Most events in one delivery of <c>kanban.after</c>. Default 256.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How long the queue of an instance that subscribed it itself keeps its kanbans when the project no longer has it; then
    /// they go to <c>kanban.dead</c>. Counted from when its process must have ended. Default 10 seconds.
    /// </summary>
    public TimeSpan WithdrawnDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing must come into such a queue before it is forgotten. Default 1 minute.</summary>
    public TimeSpan WithdrawnQuiet { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the queues of idle instances are looked at for waiting kanbans. Default 5 seconds.</summary>
    public TimeSpan QueueSweepInterval { get; set; } = TimeSpan.FromSeconds(5);
}
