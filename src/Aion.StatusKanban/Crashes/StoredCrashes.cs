using System.Text.Json;

namespace Aion.StatusKanban.Crashes;

/// <summary>What a queue's <see cref="QueueCrashes"/> are in the state store.</summary>
/// <param name="InFlight">Kanbans that clients had for a while.</param>
/// <param name="Crashes">Crashes of which a kanban is not answered yet.</param>
/// <param name="Last">What was answered to the last report.</param>
internal sealed record StoredCrashes(
    IReadOnlyList<string> InFlight, IReadOnlyList<Crash> Crashes, CrashReport? Last)
{
    /// <summary>Reads the stored form.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static StoredCrashes Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, CrashesJsonContext.Default.StoredCrashes) ?? throw new JsonException("The crashes of a queue are null.");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CrashesJsonContext.Default.StoredCrashes);
}
