using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>Finds every wrong setting of cluster mode and names its key.</summary>
internal sealed partial class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    private static readonly string[] Modes = ["default", "master", "worker"];

    public ValidateOptionsResult Validate(string? name, ClusterOptions options) =>
        Check(options) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

    public static bool IsMode(string text) => Modes.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <c>targetNode</c> can say it: Kubernetes' rule for node names, at most 63 characters.</summary>
    public static bool IsNodeName(string text) => text.Length <= 63 && NodeNames().IsMatch(text);

    /// <summary>Outside of a cluster nothing but the mode counts, so nothing else is checked.</summary>
    public static IReadOnlyList<string> Check(ClusterOptions options)
    {
        if (!IsMode(options.Mode))
        {
            return [$"Aion:Mode is '{options.Mode}', but can only be default, master or worker."];
        }

        return options.Kind switch
        {
            ClusterMode.Master => [.. OfNode(options), .. OfMaster(options), .. OfIntervals(options), .. OfToken(options)],
            ClusterMode.Worker => [.. OfNode(options), .. OfWorker(options), .. OfIntervals(options), .. OfToken(options)],
            _ => [],
        };
    }

    private static IEnumerable<string> OfNode(ClusterOptions options)
    {
        if (!IsNodeName(options.NodeName))
        {
            yield return $"Aion:Cluster:NodeName (NODE_NAME) is '{options.NodeName}', which cannot be the name of a node: "
                + "use up to 63 small letters, digits, dashes and dots, with a letter or digit at both ends.";
        }

        if (options.NodeIP is { Length: > 0 } address && Uri.CheckHostName(address) == UriHostNameType.Unknown)
        {
            yield return $"Aion:Cluster:NodeIP (NODE_IP) is '{address}', which is neither an IP address nor a host name.";
        }
    }

    private static IEnumerable<string> OfIntervals(ClusterOptions options)
    {
        if (options.Heartbeat < TimeSpan.FromMilliseconds(50))
        {
            yield return $"Aion:Cluster:Heartbeat is {options.Heartbeat}, but must be 50 milliseconds or more.";
        }

        if (options.Deadline < options.Heartbeat * 2)
        {
            yield return $"Aion:Cluster:Deadline is {options.Deadline}, but must be at least twice Aion:Cluster:Heartbeat ({options.Heartbeat}).";
        }
    }

    private static IEnumerable<string> OfMaster(ClusterOptions options)
    {
        if (ListenAddress.TryResolve(options.Host, out var problem) is null)
        {
            yield return $"Aion:Cluster:Host {problem}";
        }

        if (options.Certificate is not null && ClusterCertificates.OfMaster(options, out var unusable) is null)
        {
            yield return unusable;
        }
        else if (options.Certificate is null && options.CertificateKey is not null)
        {
            yield return "Aion:Cluster:Certificate is missing: name the PEM file with the certificate of Aion:Cluster:CertificateKey, or leave both out.";
        }

        if (options.Port is < 0 or > ushort.MaxValue)
        {
            yield return $"Aion:Cluster:Port is {options.Port}, which is no port number.";
        }
    }

    private static IEnumerable<string> OfWorker(ClusterOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Master))
        {
            yield return "Aion:Cluster:Master is missing: a worker must be told where its master is, such as 192.168.0.5 or hall3:11110.";
        }
        else if (NodeAddress.Parse(options.Master, ClusterOptions.DefaultPort) is null)
        {
            yield return $"Aion:Cluster:Master is '{options.Master}', but must be HOST or HOST:PORT, such as 192.168.0.5 or hall3:11110.";
        }

        if (options.CertificateAuthority is not null && ClusterCertificates.OfAuthority(options, out var unusable) is null)
        {
            yield return unusable;
        }

        if (options.ReconnectMaximum <= TimeSpan.Zero)
        {
            yield return $"Aion:Cluster:ReconnectMaximum is {options.ReconnectMaximum}, but must be above 0.";
        }

        if (options.ProjectDirectory is { } directory && !Path.IsPathRooted(directory))
        {
            yield return $"Aion:Cluster:ProjectDirectory is '{directory}', but must be an absolute path.";
        }
    }

    private static IEnumerable<string> OfToken(ClusterOptions options)
    {
        if (options.Token is null && options.TokenFile is { } file && ClusterToken.ReadFile(file, out var problem) is null)
        {
            yield return $"Aion:Cluster:TokenFile {problem}";
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NodeNames();
}
