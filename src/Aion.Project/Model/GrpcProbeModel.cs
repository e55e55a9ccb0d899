namespace Aion.Project.Model;

/// <summary>Written <c>50051</c> or <c>50051/my.package.Service</c>.</summary>
public sealed record GrpcProbeModel
{
    /// <summary>Port of instance 1; instance n is asked on Port + n - 1.</summary>
    public required int Port { get; init; }

    /// <summary>Name in the health request; empty asks for the whole server.</summary>
    public string Service { get; init; } = "";
}
