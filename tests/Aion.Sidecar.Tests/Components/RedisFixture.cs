using Aion.Testing;

namespace Aion.Sidecar.Tests.Components;

/// <summary>One redis-server for all tests that need one; each test takes key or topic names of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public const string Collection = "Redis";

    private RedisServer? server;

    public RedisServer Server => server!;

    public async Task InitializeAsync() => server = await RedisServer.StartAsync(password: "pass:word 1");

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
