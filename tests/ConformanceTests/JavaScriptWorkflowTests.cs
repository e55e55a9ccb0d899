namespace ConformanceTests;

/// <summary>The workflow worker and clients of the npm package @dapr/dapr.</summary>
public sealed class JavaScriptWorkflowTests
{
    private const string Script = "workflows.mjs";

    private static readonly string[] Checks =
    [
        "activities in sequence", "fan-out", "timer", "timer or event", "child workflow", "activity fails and is called again",
        "external events", "continue as new keeps events", "failure", "failure of a child", "custom status", "suspend and resume",
        "terminate", "purge", "start at a time", "id in use", "management: start, get, raise", "management: pause, resume, terminate, purge",
    ];

    public static TheoryData<string> Cases => [.. Checks];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sidecar_WithTheSdk_RunsWorkflows(string check)
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
