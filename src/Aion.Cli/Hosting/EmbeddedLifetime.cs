using Microsoft.Extensions.Hosting;

namespace Aion.Cli.Hosting;

/// <summary>Leaves signals to aionctl, which stops the apps in order; the default would stop all at once.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
