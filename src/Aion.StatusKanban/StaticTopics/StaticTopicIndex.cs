using System.Text.Json;

namespace Aion.StatusKanban.StaticTopics;

/// <summary>What a static topic has, in the order of appending. Its etag makes concurrent writers take turns.</summary>
/// <param name="Last">The number of the last append; numbers are never used again.</param>
/// <param name="Entries">What was appended and not deleted.</param>
internal sealed record StaticTopicIndex(long Last, IReadOnlyList<StaticTopicEntry> Entries)
{
    public static StaticTopicIndex Empty { get; } = new(0, []);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="JsonException">It is not the JSON of an index.</exception>
    public static StaticTopicIndex Parse(ReadOnlySpan<byte> json) =>
        json.IsEmpty ? Empty : JsonSerializer.Deserialize(json, StaticTopicJsonContext.Default.StaticTopicIndex) ?? Empty;

    public StaticTopicIndex Append(string id) => new(Last + 1, [.. Entries, new StaticTopicEntry(Last + 1, id)]);

    public StaticTopicIndex Remove(string id) => this with { Entries = [.. Entries.Where(entry => entry.Id != id)] };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StaticTopicJsonContext.Default.StaticTopicIndex);
}
