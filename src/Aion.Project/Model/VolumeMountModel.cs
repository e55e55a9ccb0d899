namespace Aion.Project.Model;

/// <summary>One entry of <c>volumeMountPathList</c>: <c>mountPath:hostPath[:Bidirectional]</c>.</summary>
public sealed record VolumeMountModel
{
    /// <summary>Absolute path in the container.</summary>
    public required string MountPath { get; init; }

    /// <summary>Absolute path on the host.</summary>
    public required string HostPath { get; init; }

    /// <summary>Mounts made on one side appear on the other.</summary>
    public bool Bidirectional { get; init; }
}
