using System.Globalization;
using Aion.Sidecar.Components;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Operations;

/// <summary>The state building block for one app.</summary>
internal sealed class StateOperations(SidecarApp app)
{
    public async ValueTask<StateEntry?> GetAsync(string storeName, string key, CancellationToken cancellationToken)
    {
        var (store, model) = Find(storeName);
        var complete = StateKeys.Complete(key, model, app.Options);
        try
        {
            return (await store.GetAsync([complete], cancellationToken))[0];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(StateErrors.GetFailed(storeName, key, error));
        }
    }

    public async ValueTask<IReadOnlyList<StateEntry?>> GetBulkAsync(string storeName, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var (store, model) = Find(storeName);
        if (keys.Count == 0)
            return [];
        var complete = new string[keys.Count];
        for (var i = 0; i < complete.Length; i++)
            complete[i] = StateKeys.Complete(keys[i], model, app.Options);
        try
        {
            return await store.GetAsync(complete, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(StateErrors.BulkGetFailed(error));
        }
    }

    public async ValueTask SaveAsync(string storeName, IReadOnlyList<StateItemModel> items, CancellationToken cancellationToken)
    {
        var error = await ApplyAsync(storeName, StateOperationKind.Upsert, items, cancellationToken);
        if (error is not null)
            throw new DaprException(StateErrors.SaveFailed(storeName, error));
    }

    public async ValueTask DeleteAsync(string storeName, StateItemModel item, CancellationToken cancellationToken)
    {
        var error = await ApplyAsync(storeName, StateOperationKind.Delete, [item], cancellationToken);
        if (error is not null)
            throw new DaprException(StateErrors.DeleteFailed(item.Key, error));
    }

    public async ValueTask DeleteBulkAsync(string storeName, IReadOnlyList<StateItemModel> items, CancellationToken cancellationToken)
    {
        var error = await ApplyAsync(storeName, StateOperationKind.Delete, items, cancellationToken);
        if (error is not null)
            throw new DaprException(StateErrors.BulkDeleteFailed(storeName, error));
    }

    public async ValueTask TransactAsync(
        string storeName, IReadOnlyList<(StateOperationKind Kind, StateItemModel Item)> operations, CancellationToken cancellationToken)
    {
        var (store, model) = FindTransactional(storeName);
        if (operations.Count == 0)
            return;
        var complete = new StateOperation[operations.Count];
        for (var i = 0; i < complete.Length; i++)
            complete[i] = Complete(operations[i].Kind, operations[i].Item, model, StateErrors.TransactionFailed);
        try
        {
            await store.TransactAsync(complete, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(StateErrors.TransactionFailed(error));
        }
    }

    /// <summary>Throws what a request for the store answers before its body is looked at.</summary>
    public void Require(string storeName) => Find(storeName);

    /// <summary>As <see cref="Require"/>, for a transaction.</summary>
    public void RequireTransactional(string storeName) => FindTransactional(storeName);

    private async ValueTask<Exception?> ApplyAsync(
        string storeName, StateOperationKind kind, IReadOnlyList<StateItemModel> items, CancellationToken cancellationToken)
    {
        var (store, model) = Find(storeName);
        if (items.Count == 0)
            return null;
        var operations = new StateOperation[items.Count];
        for (var i = 0; i < operations.Length; i++)
            operations[i] = Complete(kind, items[i], model, error => StateErrors.SaveFailed(storeName, error));
        try
        {
            var failures = await store.ApplyAsync(operations, cancellationToken);
            return failures.FirstOrDefault(failure => failure is not null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error;
        }
    }

    private StateOperation Complete(StateOperationKind kind, StateItemModel item, ComponentModel model, Func<Exception, DaprError> failed)
    {
        var key = StateKeys.Complete(item.Key, model, app.Options);
        var etag = string.IsNullOrEmpty(item.Etag) ? null : item.Etag;
        return kind == StateOperationKind.Delete
            ? new StateOperation(kind, key, default, etag, item.FirstWrite)
            : new StateOperation(kind, key, item.Value, etag, item.FirstWrite, TimeToLive(item.Metadata, failed));
    }

    private static TimeSpan? TimeToLive(IReadOnlyDictionary<string, string>? metadata, Func<Exception, DaprError> failed)
    {
        if (metadata is null || !metadata.TryGetValue("ttlInSeconds", out var text))
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || seconds > int.MaxValue)
            throw new DaprException(failed(new FormatException($"ttlInSeconds value must be a valid integer: actual is '{text}'")));
        return seconds <= 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private (IStateStore Store, ComponentModel Model) FindTransactional(string storeName)
    {
        var found = Find(storeName);
        return found.Model.Capabilities.Contains("TRANSACTIONAL")
            ? found
            : throw new DaprException(StateErrors.TransactionsNotSupported(storeName));
    }

    private (IStateStore Store, ComponentModel Model) Find(string storeName)
    {
        var components = app.Runtime.Components;
        if (components.TryGetStateStore(app.AppId, storeName, out var store, out var model))
            return (store, model);
        var any = components.List(app.AppId).Any(component => component.Type.StartsWith("state.", StringComparison.Ordinal));
        throw new DaprException(any ? StateErrors.NotFound(storeName, app.AppId) : StateErrors.NotConfigured(storeName, app.AppId));
    }
}
