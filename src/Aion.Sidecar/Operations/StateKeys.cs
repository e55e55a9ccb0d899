using Aion.Sidecar.Components;
using Aion.Sidecar.Errors;

namespace Aion.Sidecar.Operations;

/// <summary>
/// The prefix that an app's keys get in a store, chosen by the component's metadata keyPrefix: appid (default), namespace,
/// name, none, or any other text as it is.
/// </summary>
internal static class StateKeys
{
    public const string Separator = "||";

    /// <summary>The key in the store for the key that the app gave.</summary>
    /// <exception cref="DaprException">The key holds the separator.</exception>
    public static string Complete(string key, ComponentModel store, SidecarAppOptions app)
    {
        if (key.Contains(Separator, StringComparison.Ordinal))
            throw new DaprException(StateErrors.IllegalKey(store.Name, key));
        var prefix = Prefix(store, app);
        return prefix is null ? key : prefix + Separator + key;
    }

    private static string? Prefix(ComponentModel store, SidecarAppOptions app)
    {
        if (!store.Metadata.TryGetValue("keyPrefix", out var strategy))
            return app.AppId;
        return strategy.ToLowerInvariant() switch
        {
            "none" => null,
            "name" => store.Name,
            "" or "appid" => app.AppId,
            "namespace" => app.Namespace.Length == 0 ? app.AppId : $"{app.Namespace}.{app.AppId}",
            _ => strategy,
        };
    }
}
