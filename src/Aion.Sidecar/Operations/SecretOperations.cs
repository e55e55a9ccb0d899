using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Operations;

/// <summary>The secrets building block for one app.</summary>
internal sealed class SecretOperations(SidecarApp app)
{
    public async ValueTask<IReadOnlyDictionary<string, string>> GetAsync(string storeName, string name, CancellationToken cancellationToken)
    {
        var store = Find(storeName);
        try
        {
            return await store.GetAsync(name, cancellationToken) ?? throw new KeyNotFoundException($"secret {name} not found");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(SecretErrors.GetFailed(storeName, name, error.Message));
        }
    }

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(
        string storeName, CancellationToken cancellationToken)
    {
        var store = Find(storeName);
        try
        {
            return await store.GetAllAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(SecretErrors.BulkGetFailed(storeName, error.Message));
        }
    }

    private ISecretStore Find(string storeName)
    {
        var components = app.Runtime.Components;
        if (components.TryGetSecretStore(app.AppId, storeName, out var store))
            return store;
        var any = components.List(app.AppId).Any(component => component.Type.StartsWith("secretstores.", StringComparison.Ordinal));
        throw new DaprException(any ? SecretErrors.NotFound(storeName) : SecretErrors.NotConfigured());
    }
}
