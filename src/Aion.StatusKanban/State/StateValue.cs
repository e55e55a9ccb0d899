namespace Aion.StatusKanban.State;

/// <summary>A value of the state store.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Data">Its bytes; empty when the key is absent.</param>
/// <param name="Etag">Its version; empty when the key is absent.</param>
internal readonly record struct StateValue(string Key, ReadOnlyMemory<byte> Data, string Etag)
{
    public bool Exists => Etag.Length > 0 || Data.Length > 0;
}
