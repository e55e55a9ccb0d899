using Microsoft.Extensions.Hosting;

namespace Aion.Sidecar.Hosting;

/// <summary>Leaves signals and the console to the process that embeds the sidecar.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
