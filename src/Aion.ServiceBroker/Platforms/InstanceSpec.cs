using System.Security.Cryptography;
using System.Text;

namespace Aion.ServiceBroker.Platforms;

/// <summary>What one instance of a microservice is, for a platform to run.</summary>
public sealed record InstanceSpec
{
    /// <summary>The service's label, as in queue names.</summary>
    public required string Service { get; init; }

    /// <summary>Process number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>App id and file name: <c>judge-001</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Number of the start that it is for. No part of the fingerprint.</summary>
    public int Run { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute path of the working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables that the instance gets beside the sidecar's, which win over these.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Port of its app channel, or null.</summary>
    public int? AppPort { get; init; }

    /// <summary><c>http</c> or <c>grpc</c>.</summary>
    public string AppProtocol { get; init; } = "http";

    /// <summary>
    /// The topic of the queue that it subscribes to by itself; null: it does not. No part of the fingerprint: the process is
    /// the same.
    /// </summary>
    public string? Queue { get; init; }

    /// <summary>
    /// Memory in bytes at which it is ended, together with all that it started; null: no limit. No part of the fingerprint:
    /// it can change while the instance runs.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Names the build that its program comes from, whatever the environment; null: nobody knows. Another stamp is another
    /// definition, so that a service which was rebuilt is started anew and not adopted.
    /// </summary>
    public string? BuildStamp { get; init; }

    /// <summary>Hash of the definition, in hexadecimal: equal exactly when a running instance need not be restarted.</summary>
    /// <param name="more">Further variables that it is started with, such as the sidecar's.</param>
    public string Fingerprint(IReadOnlyDictionary<string, string>? more = null)
    {
        var text = new StringBuilder();
        void Add(string part) => text.Append(part.Length).Append(':').Append(part);
        Add(WorkingDirectory);
        Add($"{AppPort}/{AppProtocol}/{Command.Count}");
        foreach (var argument in Command)
        {
            Add(argument);
        }

        foreach (var (name, value) in Environment.Concat(more ?? new Dictionary<string, string>()).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }

        // Not for null: a service without a build step keeps the hash that it has in the records of earlier versions.
        if (BuildStamp is not null)
        {
            Add(BuildStamp);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
