using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Client;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>The app "judge" with a guarded queue that is on disk; crashes of it are told by the test.</summary>
internal sealed class GuardedApp : IAsyncDisposable
{
    public const string Topic = "queue";
    public const string Subscriptions = """[{"pubsubname":"disk","topic":"queue","route":"/in"}]""";

    private const string Disk = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: disk }
        spec:
          type: pubsub.sqlite
          version: v1
          metadata:
            - { name: connectionString, value: disk.db }
        """;

    private readonly SidecarFixture _sidecar = new() { MoreResources = Disk };

    public SidecarHost Host => _sidecar.Host;

    public SidecarFixture Sidecar => _sidecar;

    public static async Task<GuardedApp> StartAsync()
    {
        var app = new GuardedApp();
        await app._sidecar.InitializeAsync();
        return app;
    }

    public async Task PublishAsync(params int[] numbers)
    {
        var client = _sidecar.Client(await _sidecar.AddAsync("publisher"));
        foreach (var number in numbers)
            await client.PublishEventAsync("disk", Topic, number, new Dictionary<string, string> { ["cloudevent.id"] = $"event-{number}" });
        await _sidecar.Host.RemoveAppAsync("publisher");
    }

    /// <summary>The next process of the app begins.</summary>
    public Task<SidecarEndpoint> BeginAsync(int? port = null, AppProtocol protocol = AppProtocol.Http, bool isSameProcess = false) =>
        Host.AddAppAsync(new SidecarAppOptions { AppId = "judge", AppPort = port, AppProtocol = protocol, CrashGuard = Guard(isSameProcess) });

    /// <summary>Its process ended; what was poison thereby.</summary>
    public async Task<IReadOnlyList<string>> CrashAsync(long run)
    {
        await Host.RemoveAppAsync("judge").Within30s("the sidecar of the app ends");
        return await ReportAsync(run);
    }

    public Task<IReadOnlyList<string>> ReportAsync(long run) =>
        Host.ReportCrashAsync("judge", Guard(), new AppCrash(run, $"exit code {run}")).Within30s("the crash is counted");

    /// <summary>The next letter on the dead-letter topic, as another app gets it.</summary>
    public async Task<string> LetterAsync()
    {
        await using var reader = await HttpTestApp.StartAsync("""[{"pubsubname":"disk","topic":"dead","route":"/dead"}]""");
        await _sidecar.AddAsync("reader", reader.Port);
        var letter = (await reader.Received.NextAsync("a letter")).Body.GetProperty("letter").GetString()!;
        await Host.RemoveAppAsync("reader");
        return letter;
    }

    public ValueTask DisposeAsync() => new(_sidecar.DisposeAsync());

    private static CrashGuardOptions Guard(bool isSameProcess = false) => new()
    {
        PubSubName = "disk",
        Topic = Topic,
        DeadLetterTopic = "dead",
        IsSameProcess = isSameProcess,
        Letter = crashing => Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"{{crashing.Id}}","letter":"{{crashing.Id}}: {{string.Join(", ", crashing.Crashes.Select(crash => $"{crash.Run} {crash.Cause}"))}}"}"""),
    };
}
