namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>For services that use kanbanpb alone: no sidecar, no variables.</summary>
public sealed class NoSidecarLauncher : ISidecarLauncher
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct) => new(Nothing);

    /// <inheritdoc />
    public ValueTask StopAsync(string appId, CancellationToken ct) => ValueTask.CompletedTask;
}
