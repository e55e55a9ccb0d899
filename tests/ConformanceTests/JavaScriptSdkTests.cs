namespace ConformanceTests;

/// <summary>The npm package @dapr/dapr as app and as client, over HTTP and over gRPC.</summary>
public sealed class JavaScriptSdkTests
{
    private static readonly string[] Checks =
    [
        "state save and get", "state bulk get", "state delete", "state etag", "state transaction",
        "publish an object", "publish text", "publish a CloudEvent", "publish in order", "publish and subscribe in bulk",
        "invoke", "invoke an unknown app", "output binding", "secret", "metadata", "health",
    ];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var sidecar in Daprd.ExecutablePath is null ? (string[])["embedded"] : ["embedded", "daprd"])
            {
                foreach (var protocol in (string[])["http", "grpc"])
                {
                    foreach (var check in Checks)
                        cases.Add(sidecar, protocol, check);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sidecar_WithTheSdk_DoesWhatDaprDoes(string sidecar, string protocol, string check)
    {
        var results = await CheckRun.ResultsAsync(sidecar, protocol);

        var result = Assert.Single(results, result => result.Name == check);
        Assert.True(result.Ok, result.Reason);
    }

    [Fact]
    public async Task Checks_OfTheScript_AreAllLookedAt()
    {
        var results = await CheckRun.ResultsAsync("embedded", "http");

        Assert.Equal(Checks, results.Select(result => result.Name));
    }
}
