namespace Aion.Sidecar.Actors.Placement;

/// <summary>
/// Rendezvous hashing: an actor belongs to the host with the highest score for it. A host that comes or goes moves only the
/// actors that it wins or had.
/// </summary>
internal static class ActorHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Score(string host, ActorKey key)
    {
        var hash = Add(Add(Add(Offset, host), key.Type), key.Id);

        // FNV-1a alone leaves the high bits of similar texts alike; these are the finishing steps of MurmurHash3.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var character in text)
            hash = (hash ^ character) * Prime;
        return (hash ^ 0xffff) * Prime;
    }
}
