namespace ConformanceTests;

/// <summary>An actor host and actor proxies of the npm package @dapr/dapr.</summary>
public sealed class JavaScriptActorTests
{
    private const string Script = "actors.mjs";

    private static readonly string[] Checks =
    [
        "call over HTTP", "call over gRPC", "turns", "exception", "timer", "reminder", "deactivation when idle", "registered types",
    ];

    public static TheoryData<string> Cases => [.. Checks];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sidecar_WithTheSdk_ServesActors(string check)
    {
        var results = await CheckRun.ResultsAsync("embedded", "http", Script);

        var result = Assert.Single(results, result => result.Name == check);
        Assert.True(result.Ok, result.Reason);
    }

    [Fact]
    public async Task Checks_OfTheScript_AreAllLookedAt()
    {
        var results = await CheckRun.ResultsAsync("embedded", "http", Script);

        Assert.Equal(Checks, results.Select(result => result.Name));
    }
}
