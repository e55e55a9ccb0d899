using Aion.Sidecar.Tests.Hosting;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>A sidecar whose state stores are none for actors, and an app of it.</summary>
public sealed class SidecarWithoutActorStore : IAsyncDisposable
{
    private readonly SidecarFixture _sidecar = new();

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        Http = _sidecar.Http(await _sidecar.AddAsync("bare"));
    }

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();
}
