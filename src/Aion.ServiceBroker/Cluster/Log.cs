namespace Aion.ServiceBroker.Cluster;

internal static partial class Log
{
    [LoggerMessage(3700, LogLevel.Warning, "MODE is '{Mode}', which is none of default, master and worker: this broker runs alone, as AION's would")]
    public static partial void ModeIgnored(ILogger logger, string mode);

    [LoggerMessage(3701, LogLevel.Warning,
        "Everybody who reaches {Address} may join this cluster and is told the settings of services: set Aion:Cluster:Token or TokenFile on all nodes")]
    public static partial void NoToken(ILogger logger, string address);

    [LoggerMessage(3702, LogLevel.Information, "Node {Node} joined from {Address}, with generation {Generation} in force")]
    public static partial void Joined(ILogger logger, string node, string address, long generation);

    [LoggerMessage(3703, LogLevel.Information, "The link to node {Node} ended: {Reason}")]
    public static partial void LinkEnded(ILogger logger, string node, string reason);

    [LoggerMessage(3704, LogLevel.Warning, "Node {Node} is lost: it has been silent since {LastHeartbeat:O}. What it runs stays its own")]
    public static partial void Lost(ILogger logger, string node, DateTimeOffset? lastHeartbeat);

    [LoggerMessage(3705, LogLevel.Information, "A peer at {Peer} that calls itself '{Node}' was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string peer, string node, string reason);

    [LoggerMessage(3706, LogLevel.Information, "Node {Node} is told generation {Generation}: {Services} service(s)")]
    public static partial void Ordered(ILogger logger, string node, long generation, int services);

    [LoggerMessage(3707, LogLevel.Warning, "Node {Node} runs generation {Theirs}, and this master only knows {Ours}: it is left alone until a project is applied here")]
    public static partial void NodeIsAhead(ILogger logger, string node, long theirs, long ours);

    [LoggerMessage(3708, LogLevel.Warning, "What is known of the nodes cannot be stored, trying again: {Problem}")]
    public static partial void NodesNotSaved(ILogger logger, string problem);

    [LoggerMessage(3709, LogLevel.Warning, "The cluster's project cannot be read, trying again: {Problem}")]
    public static partial void ClusterNotLoaded(ILogger logger, string problem);

    [LoggerMessage(3710, LogLevel.Information, "Cluster generation {Generation} is in force: {Services} services on {Nodes} nodes")]
    public static partial void Distributed(ILogger logger, long generation, int services, int nodes);

    [LoggerMessage(3711, LogLevel.Warning, "{Services} of node {Lost}, lost since {Since:O}, are moved to {Node}: they may run twice until {Lost} is back")]
    public static partial void Moved(ILogger logger, string services, string lost, DateTimeOffset since, string node);

    [LoggerMessage(3712, LogLevel.Warning, "Services of lost node {Lost} cannot be moved now, trying again: {Problem}")]
    public static partial void NotMoved(ILogger logger, string lost, string problem);

    [LoggerMessage(3713, LogLevel.Warning, "The deadline of node {Node} cannot be set, trying again: {Problem}")]
    public static partial void DeadlineNotSet(ILogger logger, string node, string problem);

    [LoggerMessage(3714, LogLevel.Warning, "What the master told of services on other nodes cannot be read or stored, trying again: {Problem}")]
    public static partial void OthersNotStored(ILogger logger, string problem);

    [LoggerMessage(3720, LogLevel.Information, "Joined master {Master} as node {Node}")]
    public static partial void MasterJoined(ILogger logger, string master, string node);

    [LoggerMessage(3721, LogLevel.Warning, "Master {Master} is away, trying again for as long as it takes; what runs here goes on: {Problem}")]
    public static partial void MasterAway(ILogger logger, string master, string problem);

    [LoggerMessage(3722, LogLevel.Information, "The master's generation {Generation} with {Services} services is in force")]
    public static partial void OrderInForce(ILogger logger, long generation, int services);

    [LoggerMessage(3723, LogLevel.Warning, "The master's generation {Generation} was not put in force: {Problem}")]
    public static partial void OrderRefused(ILogger logger, long generation, string problem);

    [LoggerMessage(3724, LogLevel.Warning, "A defect ended the link to master {Master}")]
    public static partial void LinkBroke(ILogger logger, string master, Exception exception);
}
