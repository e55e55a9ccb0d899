namespace Aion.ServiceBroker.Tests.State;

/// <summary>Values that one broker alone writes, through a store that does not always answer.</summary>
public sealed class OwnedKeyTests
{
    [Theory]
    [InlineData("default", "servicebroker.project.model")]
    [InlineData("master", "servicebroker.cluster")]
    public async Task Apply_EtagOfTheWriteDoesNotCome_IsDoneAndTheNextOneToo(string mode, string key)
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr, settings: new()
        {
            ["Aion:Mode"] = mode, ["Aion:Cluster:NodeName"] = "m", ["Aion:Cluster:Host"] = "127.0.0.1", ["Aion:Cluster:Port"] = "0",
        });
        await broker.ApplyAsync(Project("1"));

        dapr.GetFails = k => k == key;
        await broker.ApplyAsync(Project("2"));
        dapr.GetFails = _ => false;

        // With the etag of before, the store would take this for a write of a second broker, now and for ever.
        await broker.ApplyAsync(Project("3"));
        Assert.Contains("\"A\":\"3\"", dapr.State(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_AnotherBrokerHasWritten_IsRefused()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr);
        await broker.ApplyAsync(Project("1"));
        dapr.GetFails = k => k == "servicebroker.project.model";
        await broker.ApplyAsync(Project("2"));
        dapr.GetFails = _ => false;
        dapr.Store("servicebroker.project.model", "{}");

        using var content = new StringContent(Project("3"));
        using var answer = await broker.Http.PostAsync($"/api/v1/apply?path={broker.Home}/project.yml", content).WaitAsync(Within.Default);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("{}", dapr.State("servicebroker.project.model"));
    }

    private static string Project(string value) => $$"""
        deviceName: line1
        microservices:
          judge: { command: [sleep, "100"], env: { A: {{value}} } }
        """;
}
