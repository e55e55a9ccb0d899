using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.Sidecar;

/// <summary>What all apps of one <see cref="SidecarHost"/> share.</summary>
public sealed class SidecarHostOptions
{
    /// <summary>Folders or files of component and subscription YAML (Dapr: --resources-path). Empty: no components.</summary>
    public IReadOnlyList<string> ResourcePaths { get; init; } = [];

    /// <summary>The folder that relative paths in component YAML, such as a database file, resolve against. It is created.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the sidecar logs; default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock of retries, polling and time to live.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
