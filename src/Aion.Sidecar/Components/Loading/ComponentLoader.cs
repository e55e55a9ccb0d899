using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Components.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Loads resource files in four steps: 1. decode all files; 2. open the secret stores; 3. resolve secrets and read every
/// component's settings; 4. open the components. Each step reports all of its failures before the next one starts.
/// </summary>
internal sealed class ComponentLoader(string dataDirectory, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    private readonly ILogger logger = loggerFactory.CreateLogger("Aion.Sidecar.Components");
    private readonly ComponentContext context = new(dataDirectory, timeProvider, loggerFactory, new SqliteEngines());
    private readonly Dictionary<string, OpenComponent> open = new(StringComparer.Ordinal);
    private readonly LoadFailures failures = new();

    public async Task<ComponentRegistry> LoadAsync(IReadOnlyList<string> resourcePaths, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            var configs = ResourceReader.Read(resourcePaths, logger, failures);
            CheckSubscriptions(configs);

            var known = configs.Components.Where(config => config.Name.Length > 0 && ComponentTypes.All.ContainsKey(config.Type)).ToList();
            var secretStores = known.Where(IsSecretStore).OrderBy(UsesSecrets).ToList();
            foreach (var config in secretStores)
            {
                await OpenAllAsync(await PrepareAsync([config], cancellationToken), cancellationToken);
            }

            var prepared = await PrepareAsync(known.Except(secretStores), cancellationToken);
            failures.ThrowIfAny();

            await OpenAllAsync(prepared, cancellationToken);
            failures.ThrowIfAny();
            return new ComponentRegistry(open.Values, configs.Subscriptions, [context.Engines]) { WorkflowRetention = configs.WorkflowRetention };
        }
        catch
        {
            foreach (var component in open.Values)
            {
                await component.DisposeAsync();
            }

            await context.Engines.DisposeAsync();
            throw;
        }
    }

    private static bool IsSecretStore(ComponentConfig config) => config.Type.StartsWith("secretstores.", StringComparison.Ordinal);

    private static bool UsesSecrets(ComponentConfig config) => config.Metadata.Any(item => item.SecretName is not null);

    private async ValueTask<List<PreparedComponent>> PrepareAsync(IEnumerable<ComponentConfig> configs, CancellationToken cancellationToken)
    {
        var stores = open.Values.Where(component => component.Instance is ISecretStore)
            .ToDictionary(component => component.Model.Name, component => (ISecretStore)component.Instance, StringComparer.Ordinal);
        var resolver = new SecretResolver(stores, failures);
        var prepared = new List<PreparedComponent>();
        foreach (var config in configs)
        {
            var before = failures.Count;
            var type = ComponentTypes.All[config.Type];
            var values = await resolver.ResolveAsync(config, cancellationToken);
            var metadata = new MetadataReader(config, values, failures);
            var opener = type.ReadSettings(metadata);
            metadata.RejectUnknownNames();
            if (failures.Count == before)
            {
                var model = new ComponentModel(config.Name, config.Type, config.Version, values, config.Scopes, type.Capabilities);
                prepared.Add(new PreparedComponent(config, model, opener));
            }
        }

        return prepared;
    }

    private async ValueTask OpenAllAsync(IEnumerable<PreparedComponent> prepared, CancellationToken cancellationToken)
    {
        foreach (var (config, model, opener) in prepared)
        {
            using var timeout = new CancellationTokenSource(config.InitTimeout, timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                var instance = await opener(context, either.Token);
                var own = (instance as IReportsCapabilities)?.Capabilities ?? [];
                open.Add(model.Name, new OpenComponent(model with { Capabilities = [.. model.Capabilities, .. own] }, instance));
                ComponentLog.Loaded(logger, model.Name, model.Type);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var reason = exception is OperationCanceledException ? $"it was not ready within initTimeout ({config.InitTimeout})" : exception.Message;
                ReportOpenFailure(config, reason);
            }
        }
    }

    private void ReportOpenFailure(ComponentConfig config, string reason)
    {
        if (config.IgnoreErrors)
        {
            ComponentLog.IgnoredFailure(logger, config.Name, config.Type, reason);
        }
        else
        {
            failures.Add(config.Mark, $"component \"{config.Name}\" ({config.Type}) cannot be opened: {reason}");
        }
    }

    private void CheckSubscriptions(ResourceConfigs configs)
    {
        var names = configs.Components.Where(config => config.Type.StartsWith("pubsub.", StringComparison.Ordinal)).Select(config => config.Name).ToList();
        foreach (var (mark, subscription, _) in configs.Subscriptions.Where(item => item.Subscription.PubSubName.Length > 0))
        {
            if (!names.Contains(subscription.PubSubName, StringComparer.Ordinal))
            {
                failures.Add(mark, $"there is no pub/sub component \"{subscription.PubSubName}\"; {Suggestion.For(subscription.PubSubName, names)}");
            }
        }
    }
}
