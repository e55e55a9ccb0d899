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

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute path of the working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables that the instance gets beside the sidecar's; the instance's own win over all others.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Port of its app channel, or null.</summary>
    public int? AppPort { get; init; }

    /// <summary><c>http</c> or <c>grpc</c>.</summary>
    public string AppProtocol { get; init; } = "http";
}
