namespace Aion.Sidecar.Components.Secrets;

/// <summary>A secret store component. A secret is a map, because one name may hold several keys.</summary>
public interface ISecretStore
{
    /// <summary>The secret, or null when the store has none of that name.</summary>
    ValueTask<IReadOnlyDictionary<string, string>?> GetAsync(string name, CancellationToken cancellationToken);

    ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellationToken);
}
