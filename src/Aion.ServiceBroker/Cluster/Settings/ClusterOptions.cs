namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>Settings of cluster mode: <c>Aion:Mode</c>, the rest below <c>Aion:Cluster</c>. Explained in docs/cluster.md.</summary>
public sealed class ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Aion:Cluster";

    /// <summary>The port of <c>clusterpb.Cluster</c>, AION's.</summary>
    public const int DefaultPort = 11110;

    /// <summary><c>default</c>, <c>master</c> or <c>worker</c> (<c>Aion:Mode</c>, else <c>MODE</c>). Default: <c>default</c>.</summary>
    public string Mode { get; set; } = "default";

    /// <summary>A value of <c>MODE</c> that is no mode: AION takes such for <c>default</c>, and so is it here. Null: there was none.</summary>
    public string? IgnoredMode { get; set; }

    /// <summary>Worker: where its master is, <c>HOST</c> or <c>HOST:PORT</c> (11110).</summary>
    public string? Master { get; set; }

    /// <summary>Name of this node, as <c>targetNode</c> says it (else <c>NODE_NAME</c>). Default: the host name in lower case.</summary>
    public string NodeName { get; set; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>
    /// Where other nodes reach this one (else <c>NODE_IP</c>). Default: what this machine has on the way to the master; on a
    /// master, <see cref="Host"/>.
    /// </summary>
    public string? NodeIP { get; set; }

    /// <summary>Master: address to listen on for workers. Default 0.0.0.0: all of this machine's.</summary>
    public string Host { get; set; } = "0.0.0.0";

    /// <summary>Master: port to listen on for workers. Default 11110; 0: any free port.</summary>
    public int Port { get; set; } = DefaultPort;

    /// <summary>What a worker and its master both have to know. Default: none, and everybody who reaches the port may join.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the <see cref="Token"/>, which wins over this. Default: none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Master: PEM file of its certificate. Workers then reach it by TLS only. Default: none, and no TLS.</summary>
    public string? Certificate { get; set; }

    /// <summary>Master: PEM file of the key of <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>
    /// Worker: PEM file of the authority that signed the master's certificate; the worker then reaches no master without one, and
    /// trusts no other authority. Default: none, and no TLS.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Master: how often its workers report at least. Worker: until its master has said so. Default 3 seconds.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Master: how long a worker may be silent before it is lost; a worker leaves a master that was silent this long and
    /// connects anew. Worker: the same until its master has said so. Default 15 seconds; at least twice <see cref="Heartbeat"/>.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Worker: the longest pause between two attempts to reach the master. Default 10 seconds.</summary>
    public TimeSpan ReconnectMaximum { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Worker: folder that <c>directoryPath</c> is relative to. Default: the path of the project file's folder on the master.
    /// </summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>The mode; only of valid options.</summary>
    public ClusterMode Kind => Enum.Parse<ClusterMode>(Mode, ignoreCase: true);

    /// <summary>Reads the settings with the names that AION has for some of them. Nothing is checked.</summary>
    public static ClusterOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ClusterOptions();
        options.ReadFrom(configuration);
        return options;
    }

    /// <summary>Finds everything that is wrong; each sentence names its key.</summary>
    public IReadOnlyList<string> Problems() => ClusterOptionsValidator.Check(this);

    internal void ReadFrom(IConfiguration configuration)
    {
        NodeName = NullIfEmpty(configuration["NODE_NAME"]) ?? NodeName;
        NodeIP = NullIfEmpty(configuration["NODE_IP"]) ?? NodeIP;
        configuration.GetSection(Section).Bind(this);
        if (NullIfEmpty(configuration["Aion:Mode"]) is { } mode)
        {
            Mode = mode;
        }
        else if (NullIfEmpty(configuration["MODE"]) is { } variable)
        {
            (Mode, IgnoredMode) = ClusterOptionsValidator.IsMode(variable) ? (variable, null) : (Mode, variable);
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
