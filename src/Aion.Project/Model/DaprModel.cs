namespace Aion.Project.Model;

/// <summary>The app channel from the sidecar to the service.</summary>
public sealed record DaprModel
{
    /// <summary>Port of instance 1; instance n listens on AppPort + n - 1 and is told so by <c>APP_PORT</c>.</summary>
    public required int AppPort { get; init; }

    /// <summary>Default <see cref="DaprAppProtocol.Http"/>.</summary>
    public DaprAppProtocol AppProtocol { get; init; }

    /// <summary>The port of one instance.</summary>
    public int PortOf(int number) => AppPort + number - 1;
}
