namespace Aion.StatusKanban;

/// <summary>Settings of status-kanban, read from the configuration section <c>Aion:StatusKanban</c>.</summary>
public sealed class StatusKanbanOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Aion:StatusKanban";

    /// <summary>The IP address to listen on; 0.0.0.0 in a container. Default: loopback.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// The gRPC ports, comma-separated, all with the same services: AION's Python clients dial 11010, its Go clients 10000.
    /// 0 is any free port.
    /// </summary>
    public string Ports { get; set; } = "11010,10000";

    /// <summary>AION_HOME as microservices see it: initial kanbans get the data path <c>home/Data/service_number</c>.</summary>
    public string Home { get; set; } = "/var/lib/aion";

    /// <summary>The largest kanban accepted, in bytes of its event's JSON. Stay below the sidecar's request limit (4 MiB).</summary>
    public int MaxKanbanBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>The most kanbans published in one request.</summary>
    public int PublishBatch { get; set; } = 500;

    /// <summary>The most bytes published in one request, unless a single kanban is larger.</summary>
    public int PublishBatchBytes { get; set; } = 1024 * 1024;

    /// <summary>How many accepted kanbans may wait to be published; further callers are held back.</summary>
    public int PublishBacklog { get; set; } = 4096;

    /// <summary>How long one batch may take, tries against a restarting sidecar included; then its callers get FAILED.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many ids given by callers are remembered to recognise a repeated SendKanban.</summary>
    public int RecentIds { get; set; } = 65_536;

    /// <summary>How many kanbans one queue holds in memory before it stops reading from the sidecar.</summary>
    public int HeldPerQueue { get; set; } = 1024;

    /// <summary>
    /// How many times a kanban is handed out before it is set aside as poison; 0: no limit. Counted are RETRY answers and
    /// clients that die with it, not the ones that die before it is written to them.
    /// </summary>
    public int MaxAttempts { get; set; } = 50;

    /// <summary>
    /// In how many reported crashes of its instance a kanban may be in flight, without an answer between, before it is set aside
    /// as poison; 0: any number.
    /// </summary>
    public int PoisonCrashes { get; set; } = 3;

    /// <summary>The pause before a kanban answered with RETRY comes again; doubles with every attempt up to 30 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long acknowledgements are gathered before their ids are saved and the sidecar is told.</summary>
    public TimeSpan SettleDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// How long a queue that the project no longer declares keeps its kanbans, in case it is declared again; then they go to
    /// kanban.dead.
    /// </summary>
    public TimeSpan WithdrawnDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long nothing must come into such a queue before it is forgotten. Longer than a routing that began before the apply
    /// may take.
    /// </summary>
    public TimeSpan WithdrawnQuiet { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the applied project is read even when no event announces a change.</summary>
    public TimeSpan ProjectPoll { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most kanbans one static topic keeps; further ones get FAILED.</summary>
    public int StaticTopicLimit { get; set; } = 10_000;

    /// <summary>How often a watched static topic is read to see what another replica changed.</summary>
    public TimeSpan StaticTopicPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A connection that is silent this long is asked for a sign of life (HTTP/2 PING).</summary>
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that does not answer the PING for this long is closed, and what its clients held goes to others.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
