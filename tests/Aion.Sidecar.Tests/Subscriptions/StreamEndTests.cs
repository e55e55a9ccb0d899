using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Subscriptions;

/// <summary>
/// The end of a stream whose app goes. The sidecar closes the connection a moment behind its last answer, and a client that has
/// not read that by then is told something else: here the moment lasts until the client has.
/// </summary>
public sealed class StreamEndTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly SidecarFixture _sidecar;

    public StreamEndTests() => _sidecar = new SidecarFixture { Time = _time };

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task RemoveApp_WithAnOpenStream_TakesAnswersAndEndsIt()
    {
        var client = _sidecar.Raw(await _sidecar.AddAsync("kanban"));
        using var stream = await EventStream.OpenAsync(client, "queue");
        await _sidecar.Client(await _sidecar.AddAsync("publisher")).PublishEventAsync("pubsub", "queue", 1);
        var received = await stream.NextEventAsync("1");

        var removing = _sidecar.Host.RemoveAppAsync("kanban");
        await stream.AnswerAsync(received);

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.EndsAsync());
        Assert.True(error.StatusCode == StatusCode.Unavailable, error.ToString());
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return removing.IsCompleted;
        });
        await removing;
    }
}
