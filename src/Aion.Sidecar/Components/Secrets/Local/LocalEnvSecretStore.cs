using System.Collections;

namespace Aion.Sidecar.Components.Secrets.Local;

/// <summary>
/// secretstores.local.env: each environment variable is a secret of one key. The sidecar's own credentials are not readable.
/// https://docs.dapr.io/reference/components-reference/supported-secret-stores/envvar-secret-store/
/// </summary>
/// <param name="prefix">Metadata prefix: put before the name that is asked for, and taken off the names in a list; default none.</param>
internal sealed class LocalEnvSecretStore(string prefix) : ISecretStore
{
    public ValueTask<IReadOnlyDictionary<string, string>?> GetAsync(string name, CancellationToken cancellationToken)
    {
        var value = IsAllowed(prefix + name) ? Environment.GetEnvironmentVariable(prefix + name) : null;
        return ValueTask.FromResult<IReadOnlyDictionary<string, string>?>(value is null ? null : Single(name, value));
    }

    public ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && IsAllowed(name))
            {
                secrets[name[prefix.Length..]] = Single(name[prefix.Length..], (string?)variable.Value ?? "");
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(secrets);
    }

    /// <summary>Whether a variable may be read: not when it holds a credential of the sidecar.</summary>
    public static bool IsAllowed(string variable) =>
        !variable.Equals("APP_API_TOKEN", StringComparison.OrdinalIgnoreCase) && !variable.StartsWith("DAPR_", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Single(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
