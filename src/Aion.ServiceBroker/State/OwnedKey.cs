using Grpc.Core;

namespace Aion.ServiceBroker.State;

/// <summary>
/// A value that one broker alone writes. By its etag a write of another one is noticed; an own write whose answer got lost is
/// recognised by what it wrote, so that it is not taken for another's.
/// </summary>
internal sealed class OwnedKey(BrokerState state, string key)
{
    private string _etag = "";

    // Written last, and not known to be there, or there with an etag that is not known.
    private byte[]? _unsure;

    /// <summary>The value; null: there is none.</summary>
    /// <exception cref="RpcException">The store did not answer.</exception>
    public async Task<byte[]?> LoadAsync(CancellationToken ct)
    {
        (var value, _etag) = await state.GetAsync(key, ct);
        _unsure = null;
        return value;
    }

    /// <summary>Replaces the value, with other changes in the same step. Once begun it is not cancelled: the store limits how long it takes.</summary>
    /// <exception cref="RpcException">Nothing was stored; another broker having written is one of the reasons.</exception>
    public async Task SaveAsync(byte[] value, CancellationToken ct, params StateChange[] others)
    {
        if (_unsure is not null)
        {
            var (stored, etag) = await state.GetAsync(key, ct);
            _etag = stored is not null && stored.AsSpan().SequenceEqual(_unsure) ? etag : _etag;
        }

        ct.ThrowIfCancellationRequested();
        _unsure = value;
        await state.TransactAsync([new StateChange(key, value, _etag), .. others], CancellationToken.None);
        try
        {
            _etag = (await state.GetAsync(key, CancellationToken.None)).Etag;
            _unsure = null;
        }
        catch (RpcException)
        {
            // It is stored. The next one asks for the etag.
        }
    }
}
