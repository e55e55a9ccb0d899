using System.Text.Json.Serialization;

namespace Aion.Cli.Hosting;

/// <summary>What a running host says of itself in <c>run/host.json</c>.</summary>
/// <param name="Pid">Process id of the host.</param>
/// <param name="StartTime">When that process started; a reused process id has another one.</param>
/// <param name="Ready">Whether the platform runs and the project was applied.</param>
/// <param name="Project">Full path of the project file; null on a node that was started without one.</param>
/// <param name="DeviceName">The device's name.</param>
/// <param name="Addresses">Where things listen.</param>
internal sealed record HostRecord(int Pid, DateTimeOffset StartTime, bool Ready, string? Project, string DeviceName, HostAddresses Addresses)
{
    /// <summary>What it is in a cluster; null: it is alone.</summary>
    public NodeRecord? Node { get; init; }

    /// <summary>What it runs, for people.</summary>
    [JsonIgnore]
    public string Subject => Project ?? Node?.ToString() ?? "no project";
}
