using System.Globalization;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Actors.State;

/// <summary>
/// The state of an app's actors: in the state store whose metadata has actorStateStore: "true", under app id||type||id||key
/// whatever the store's keyPrefix is.
/// </summary>
internal sealed class ActorStateOperations(SidecarApp app)
{
    private readonly Lazy<IStateStore?> _store = new(() => Find(app));

    public bool HasStore => _store.Value is not null;

    private IStateStore Store => _store.Value ?? throw new DaprException(ActorErrors.NoStateStore());

    public async ValueTask<StateEntry?> GetAsync(ActorKey actor, string key, CancellationToken cancellationToken)
    {
        var store = Store;
        try
        {
            return (await store.GetAsync([Prefix(actor) + key], cancellationToken))[0];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(ActorErrors.StateGet(error.Message));
        }
    }

    /// <summary>All changes or none. The actor has to be active in this app.</summary>
    public async ValueTask TransactAsync(ActorKey actor, IReadOnlyList<ActorStateChange> changes, CancellationToken cancellationToken)
    {
        if (!app.Runtime.Actors.Table.TryGet(actor, out var activation) || activation.Host.App != app)
            throw new DaprException(ActorErrors.InstanceMissing());
        var prefix = Prefix(actor);
        var operations = changes.Select(change => Operation(prefix, change)).ToArray();
        var store = Store;
        if (operations.Length == 0)
            return;
        try
        {
            await store.TransactAsync(operations, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(ActorErrors.StateTransaction(error.Message));
        }
    }

    private static IStateStore? Find(SidecarApp app)
    {
        foreach (var model in app.Runtime.Components.List(app.AppId))
        {
            if (model.Metadata.TryGetValue("actorStateStore", out var value)
                && value.ToUpperInvariant() is ("TRUE" or "T" or "Y" or "YES" or "ON" or "1")
                && model.Capabilities.Contains("TRANSACTIONAL")
                && app.Runtime.Components.TryGetStateStore(app.AppId, model.Name, out var store, out _))
                return store;
        }

        return null;
    }

    private static StateOperation Operation(string prefix, ActorStateChange change)
    {
        if (change.Key.Length == 0)
            throw new DaprException(ActorErrors.StateTransaction("missing key"));
        var etag = string.IsNullOrEmpty(change.Etag) ? null : change.Etag;
        return new StateOperation(change.Kind, prefix + change.Key, change.Value, etag, TimeToLive: TimeToLive(change));
    }

    private static TimeSpan? TimeToLive(ActorStateChange change)
    {
        if (change.Metadata is not { } metadata || !metadata.TryGetValue("ttlInSeconds", out var text))
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            throw new DaprException(ActorErrors.StateTransaction($"ttlInSeconds value must be a valid integer: actual is '{text}'"));
        return seconds <= 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private string Prefix(ActorKey actor) => $"{app.AppId}{ActorKey.Separator}{actor}{ActorKey.Separator}";
}
