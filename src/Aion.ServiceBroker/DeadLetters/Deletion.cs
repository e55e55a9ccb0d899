namespace Aion.ServiceBroker.DeadLetters;

/// <summary>Throws dead letters away, on somebody's word.</summary>
internal sealed class Deletion(DeadLetterStore store, ILogger<Deletion> logger)
{
    private const int MostAtOnce = 100;

    /// <summary>Deletes one; 0 when there is none with this id.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was deleted.</exception>
    public async Task<DeleteResult> OneAsync(string id, CancellationToken ct) => Deleted(await store.RemoveAsync(await store.ReadAsync([id], ct), ct), id);

    /// <summary>Deletes every dead letter that there is now, or those of one reason, of one service, or of both.</summary>
    /// <param name="reason">One of <see cref="Contracts.Events.DeadReasons"/>; null: any.</param>
    /// <param name="service">In kanban.after the sender, in a queue the receiver; null: any.</param>
    /// <param name="ct">Ends it between two hundreds.</param>
    /// <exception cref="Grpc.Core.RpcException">The rest was not deleted.</exception>
    public async Task<DeleteResult> AllAsync(string? reason, string? service, CancellationToken ct)
    {
        var deleted = 0;
        foreach (var ids in (await store.ListIdsAsync(ct)).Chunk(MostAtOnce))
        {
            var letters = (await store.ReadAsync(ids, ct))
                .Where(letter => (reason is null || letter.Reason == reason) && (service is null || letter.Service == service));
            deleted += await store.RemoveAsync([.. letters], ct);
        }

        return Deleted(deleted, $"reason {reason ?? "any"}, service {service ?? "any"}");
    }

    private DeleteResult Deleted(int count, string which)
    {
        if (count > 0)
        {
            Log.Deleted(logger, count, which);
        }

        return new DeleteResult(count);
    }
}
