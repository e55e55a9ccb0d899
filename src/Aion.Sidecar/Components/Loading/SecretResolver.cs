using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Components.Secrets.Local;

namespace Aion.Sidecar.Components.Loading;

/// <summary>Turns a component's metadata items into values, taking secrets from the secret stores that are open already.</summary>
internal sealed class SecretResolver(IReadOnlyDictionary<string, ISecretStore> stores, LoadFailures failures)
{
    public async ValueTask<IReadOnlyDictionary<string, string>> ResolveAsync(ComponentConfig config, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in config.Metadata)
        {
            var value = item switch
            {
                { SecretName: { } secret } => await ReadSecretAsync(config, item, secret, cancellationToken),
                { EnvironmentVariable: { } variable } => ReadVariable(item, variable),
                _ => item.Value,
            };
            values[item.Name] = ReplaceUuid(value ?? "");
        }

        return values;
    }

    private async ValueTask<string?> ReadSecretAsync(ComponentConfig config, MetadataItemConfig item, string name, CancellationToken cancellationToken)
    {
        if (config.SecretStore is not { Length: > 0 } storeName)
        {
            failures.Add(item.Mark, $"metadata \"{item.Name}\" has a secretKeyRef, but the component names no store; add \"auth:\" with \"secretStore: <component>\"");
            return null;
        }

        if (!stores.TryGetValue(storeName, out var store))
        {
            failures.Add(item.Mark, $"there is no secret store \"{storeName}\" for metadata \"{item.Name}\"; {Suggestion.For(storeName, stores.Keys)}");
            return null;
        }

        var secret = await store.GetAsync(name, cancellationToken);
        if (secret is null)
        {
            failures.Add(item.Mark, $"secret store \"{storeName}\" has no secret \"{name}\" for metadata \"{item.Name}\"");
            return null;
        }

        var key = item.SecretKey is { Length: > 0 } given ? given : name;
        if (!secret.TryGetValue(key, out var value))
        {
            failures.Add(item.Mark, $"secret \"{name}\" of \"{storeName}\" has no key \"{key}\"; {Suggestion.For(key, secret.Keys)}");
        }

        return value;
    }

    private string? ReadVariable(MetadataItemConfig item, string variable)
    {
        if (!LocalEnvSecretStore.IsAllowed(variable))
        {
            failures.Add(item.Mark, $"envRef \"{variable}\" of metadata \"{item.Name}\" is not allowed: DAPR_* and APP_API_TOKEN belong to the sidecar");
            return null;
        }

        if (Environment.GetEnvironmentVariable(variable) is { } value)
        {
            return value;
        }

        failures.Add(item.Mark, $"environment variable \"{variable}\" of metadata \"{item.Name}\" is not set; set it, or write \"value:\" instead");
        return null;
    }

    /// <summary>{uuid} makes a value unique to this start. {appID} and {namespace} depend on the app, so the caller replaces them.</summary>
    private static string ReplaceUuid(string value) =>
        value.Contains("{uuid}", StringComparison.Ordinal) ? value.Replace("{uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal) : value;
}
