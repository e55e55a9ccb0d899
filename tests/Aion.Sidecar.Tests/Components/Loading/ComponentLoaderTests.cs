using Aion.Sidecar.Components;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.Loading;

public sealed class ComponentLoaderTests : IDisposable
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Components", "Loading", "cases");

    private readonly TempDirectory directory = new();

    public static TheoryData<string> BrokenFiles() =>
        [.. CaseNames("*.yaml")];

    public void Dispose() => directory.Dispose();

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public async Task Load_BrokenFile_SaysWhatIsWrongAndWhatToWrite(string name)
    {
        var file = Path.Combine(Cases, name + ".yaml");
        var expected = await File.ReadAllTextAsync(Path.Combine(Cases, name + ".txt"));

        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(file, directory.FullPath));

        var actual = exception.Message.Replace(file, "FILE", StringComparison.Ordinal).Replace(directory.FullPath, "DATA", StringComparison.Ordinal);
        Assert.Equal(expected.TrimEnd(), actual);
    }

    [Fact]
    public void BrokenFiles_AreManyAndEachHasItsMessage()
    {
        Assert.True(CaseNames("*.yaml").Count >= 40);
        Assert.Equal(CaseNames("*.yaml"), CaseNames("*.txt"));
    }

    [Fact]
    public async Task Load_MissingPath_NamesIt()
    {
        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(directory.Combine("none"), directory.FullPath));
        Assert.Contains("there is no such file or folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TwoFilesWithOneName_NamesBothPlaces()
    {
        directory.Write("a.yaml", TestRegistry.Yaml("store", "state.in-memory"));
        directory.Write("b.yaml", TestRegistry.Yaml("store", "state.in-memory"));

        var exception = await Assert.ThrowsAsync<ComponentException>(() => TestRegistry.LoadAsync(directory.FullPath, directory.FullPath));

        Assert.Equal(
            $"{directory.Combine("b.yaml")}:1:1: component \"store\" is already defined at {directory.Combine("a.yaml")}:1:1; rename or remove one of them",
            exception.Message);
    }

    [Fact]
    public async Task Load_SeveralDocumentsAndOtherKinds_OpensTheComponents()
    {
        directory.Write(
            "all.yaml",
            TestRegistry.Yaml("store", "state.in-memory", "keyPrefix=name") + TestRegistry.Yaml("events", "pubsub.in-memory")
            + "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata:\n  name: tracing\nspec:\n  anything: goes\n");
        directory.Write("notes.txt", "not read");

        await using var registry = await TestRegistry.LoadAsync(directory.FullPath, directory.FullPath);

        Assert.Equal(["events", "store"], registry.List("app").Select(model => model.Name));
        Assert.True(registry.TryGetStateStore("app", "store", out _, out var model));
        Assert.Equal("name", model.Metadata["KEYPREFIX"]);
        Assert.Contains("ETAG", model.Capabilities);
        Assert.True(registry.TryGetPubSub("app", "events", out _, out _));
        Assert.False(registry.TryGetPubSub("app", "store", out _, out _));
    }

    [Fact]
    public async Task Load_ConfigurationWithARetentionOfWorkflows_HasIt()
    {
        directory.Write(
            "a.yaml",
            "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {name: aion}\n"
            + "spec: {workflow: {stateRetentionPolicy: {anyTerminal: 168h, completed: 1h30m, failed: 0s}}}\n");

        await using var registry = await TestRegistry.LoadAsync(directory.FullPath, directory.FullPath);

        var expected = new WorkflowRetention { AnyTerminal = TimeSpan.FromDays(7), Completed = TimeSpan.FromMinutes(90), Failed = TimeSpan.Zero };
        Assert.Equal(expected, registry.WorkflowRetention);
    }

    [Fact]
    public async Task Load_ScopedComponent_IsSeenByItsAppsOnly()
    {
        directory.Write("a.yaml", TestRegistry.Yaml("store", "state.in-memory").Replace("---", "scopes: [mine]", StringComparison.Ordinal));

        await using var registry = await TestRegistry.LoadAsync(directory.FullPath, directory.FullPath);

        Assert.True(registry.TryGetStateStore("mine", "store", out _, out _));
        Assert.False(registry.TryGetStateStore("other", "store", out _, out _));
        Assert.Empty(registry.List("other"));
    }

    [Fact]
    public async Task Load_Subscriptions_OfBothVersionsAreScoped()
    {
        directory.Write("a.yaml", TestRegistry.Yaml("events", "pubsub.in-memory"));
        directory.Write(
            "b.yaml",
            """
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata: {name: one}
            spec:
              pubsubname: events
              topic: orders
              routes: {default: /orders}
              deadLetterTopic: poison
              bulkSubscribe: {enabled: true, maxMessagesCount: 7, maxAwaitDurationMs: 40}
              metadata: {rawPayload: "true"}
            scopes: [mine]
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Subscription
            metadata: {name: two}
            spec: {pubsubname: events, topic: other, route: /other}
            """);

        await using var registry = await TestRegistry.LoadAsync(directory.FullPath, directory.FullPath);

        Assert.Equal(["/other"], registry.Subscriptions("somebody").Select(subscription => subscription.Route));
        var bulk = registry.Subscriptions("mine").Single(subscription => subscription.Topic == "orders");
        Assert.Equal(("poison", 7, TimeSpan.FromMilliseconds(40)), (bulk.DeadLetterTopic, bulk.BulkMaxMessages, bulk.BulkMaxAwait));
        Assert.Equal("true", bulk.Metadata["rawPayload"]);
    }

    private static List<string> CaseNames(string pattern) =>
        [.. Directory.EnumerateFiles(Cases, pattern).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
}
