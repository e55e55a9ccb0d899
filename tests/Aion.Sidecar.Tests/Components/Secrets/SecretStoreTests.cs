using Aion.Sidecar.Components;
using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.Secrets;

public sealed class SecretStoreTests : IDisposable
{
    private const string Secrets = """{"password": "p", "redis": {"host": "h", "ports": [1, true]}, "count": 3}""";

    private readonly TempDirectory directory = new();

    public SecretStoreTests() => directory.Write("secrets.json", Secrets);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task LocalFile_Flat_JoinsNestedNames()
    {
        await using var registry = await LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.file", "secretsFile=secrets.json"));
        var store = StoreOf(registry);

        Assert.Equal("h", (await store.GetAsync("redis:host", CancellationToken.None))!["redis:host"]);
        Assert.Null(await store.GetAsync("redis", CancellationToken.None));
        Assert.Equal(["count", "password", "redis:host", "redis:ports:0", "redis:ports:1"], (await store.GetAllAsync(CancellationToken.None)).Keys.Order());
    }

    [Fact]
    public async Task LocalFile_Separator_IsUsed()
    {
        await using var registry = await LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.file", "secretsFile=secrets.json", "nestedSeparator=."));
        Assert.NotNull(await StoreOf(registry).GetAsync("redis.ports.1", CancellationToken.None));
    }

    [Fact]
    public async Task LocalFile_MultiValued_KeepsTheKeysOfOneSecretTogether()
    {
        await using var registry = await LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.file", "secretsFile=secrets.json", "multiValued=true"));
        var store = StoreOf(registry);

        Assert.Equal(new Dictionary<string, string> { ["host"] = "h", ["ports:0"] = "1", ["ports:1"] = "true" }, await store.GetAsync("redis", CancellationToken.None));
        Assert.Equal("p", (await store.GetAsync("password", CancellationToken.None))!["password"]);
        Assert.Contains("MULTIPLE_KEY_VALUES_PER_SECRET", registry.List("app").Single().Capabilities);
    }

    [Theory]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"a\": ", "is not JSON")]
    public async Task LocalFile_BadFile_StopsTheStart(string content, string expected)
    {
        directory.Write("secrets.json", content);
        var exception = await Assert.ThrowsAsync<ComponentException>(() => LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.file", "secretsFile=secrets.json")));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalEnv_ReadsVariablesButNotTheSidecarsOwn()
    {
        Environment.SetEnvironmentVariable("AION_TEST_SECRET", "value");
        Environment.SetEnvironmentVariable("DAPR_AION_TEST", "hidden");
        await using var registry = await LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.env"));
        var store = StoreOf(registry);

        Assert.Equal("value", (await store.GetAsync("AION_TEST_SECRET", CancellationToken.None))!["AION_TEST_SECRET"]);
        Assert.Null(await store.GetAsync("DAPR_AION_TEST", CancellationToken.None));
        Assert.Null(await store.GetAsync("AION_TEST_NO_SUCH", CancellationToken.None));
        Assert.DoesNotContain("DAPR_AION_TEST", (await store.GetAllAsync(CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task LocalEnv_Prefix_IsPutBeforeNames()
    {
        Environment.SetEnvironmentVariable("AION_TEST_SECRET", "value");
        await using var registry = await LoadAsync(TestRegistry.Yaml("vault", "secretstores.local.env", "prefix=AION_TEST_"));

        Assert.Equal("value", (await StoreOf(registry).GetAsync("SECRET", CancellationToken.None))!["SECRET"]);
        Assert.Contains("SECRET", (await StoreOf(registry).GetAllAsync(CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task SecretKeyRef_TakesTheValueFromTheStore()
    {
        const string Store = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: store}
            spec:
              type: state.in-memory
              version: v1
              metadata:
              - name: keyPrefix
                secretKeyRef: {name: redis, key: host}
            auth: {secretStore: vault}
            ---

            """;
        await using var registry = await LoadAsync(Store + TestRegistry.Yaml("vault", "secretstores.local.file", "secretsFile=secrets.json", "multiValued=true"));

        Assert.Equal("h", registry.List("app").Single(model => model.Name == "store").Metadata["keyPrefix"]);
    }

    private static ISecretStore StoreOf(ComponentRegistry registry) =>
        registry.TryGetSecretStore("app", "vault", out var store) ? store : throw new InvalidOperationException("not loaded");

    private Task<ComponentRegistry> LoadAsync(string yaml) => TestRegistry.LoadAsync(directory.Write("all.yaml", yaml), directory.FullPath);
}
