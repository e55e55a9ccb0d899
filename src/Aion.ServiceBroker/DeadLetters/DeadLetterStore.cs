using System.Globalization;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Routing;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.DeadLetters;

/// <summary>The index of kanban.dead: <c>servicebroker.dead</c>.</summary>
internal sealed class DeadLetterStore(BrokerState state, LetterParts parts, PoisonNotes poison, TimeProvider time) : IDisposable
{
    private readonly SegmentedStore _store = new(state, "servicebroker.dead");

    /// <summary>Indexes what the delivery holds; an event that is indexed already stays once.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public Task AddAsync(IReadOnlyList<BulkEntry> entries, CancellationToken ct)
    {
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var letter = Letter(entry.Event);
            documents[letter.Id] = JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter);
        }

        return _store.AddAsync([.. documents.Select(d => (d.Key, d.Value))], ct);
    }

    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(CancellationToken ct) => _store.CountAsync(ct);

    /// <summary>The newest ones, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken ct)
    {
        var ids = await _store.ListAsync(ct);
        return await ReadAsync([.. ids.Reverse().Take(limit)], ct);
    }

    /// <summary>The ids, oldest first.</summary>
    public Task<IReadOnlyList<string>> ListIdsAsync(CancellationToken ct) => _store.ListAsync(ct);

    /// <summary>Those of these ids that exist.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ReadAsync(IReadOnlyList<string> ids, CancellationToken ct) =>
        [.. (await _store.ReadAsync(ids, ct)).Select(d => JsonSerializer.Deserialize(d.Document, DeadLetterJson.Default.DeadLetter)!)];

    /// <summary>The event that was set aside, whole; null when a part of it is gone.</summary>
    public Task<KanbanEvent?> ReadEventAsync(DeadLetter letter, CancellationToken ct) => parts.ReadAsync(Parse(letter), ct);

    /// <summary>Forgets them and what belongs to them; how many there were.</summary>
    public async Task<int> RemoveAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct)
    {
        var removed = await _store.RemoveAsync([.. letters.Select(letter => letter.Id)], ct);
        poison.Settle(letters);
        foreach (var letter in letters.Where(letter => letter.StoredParts > 0))
        {
            await parts.RemoveAsync(Parse(letter), ct);
        }

        return removed;
    }

    public void Dispose() => _store.Dispose();

    // As deep as an event may be: what cannot be indexed would come back for ever.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    private static KanbanEvent Parse(DeadLetter letter) => KanbanEvent.Parse(Encoding.UTF8.GetBytes(letter.Event.GetRawText()));

    private DeadLetter Letter(ReadOnlyMemory<byte> json)
    {
        try
        {
            var kanban = KanbanEvent.Parse(json);
            if (kanban.IsForeign)
            {
                return Unreadable(json, ForeignBytes.Describe(kanban.Data.Span));
            }

            using var document = JsonDocument.Parse(json, Deep);
            var (reason, reasonText, sourceQueue) = Origin(kanban, document.RootElement);
            return new DeadLetter(
                KanbanId.Derive(kanban.Id, string.Create(CultureInfo.InvariantCulture, $"#dead {kanban.SourceQueue} {kanban.ReasonText} {kanban.Time.UtcTicks}"), 0),
                kanban.Id,
                kanban.Service,
                kanban.ProcessNumber,
                kanban.ConnectionKey,
                reason,
                reasonText,
                sourceQueue,
                kanban.Attempt,
                time.GetUtcNow(),
                document.RootElement.Clone(),
                kanban.StoredParts);
        }
        catch (FormatException e)
        {
            return Unreadable(json, e.Message);
        }
    }

    // What a service's own subscription set aside comes as it was delivered, without a reason: Dapr's topic tells its queue.
    private static (string Reason, string ReasonText, string SourceQueue) Origin(KanbanEvent kanban, JsonElement envelope) =>
        kanban.SourceQueue.Length == 0 && kanban.Reason.Length == 0
        && envelope.TryGetProperty("topic", out var topic) && topic.ValueKind == JsonValueKind.String
        && Topics.TryParseBefore(topic.GetString()!, out var service, out _)
            ? (DeadReasons.Rejected, $"'{service}' answered DROP, or RETRY too often.", topic.GetString()!)
            : (kanban.Reason, kanban.ReasonText, kanban.SourceQueue);

    // Another tool may publish to kanban.dead too; what it says is shown, and can hardly be redriven.
    private DeadLetter Unreadable(ReadOnlyMemory<byte> json, string problem)
    {
        using var document = JsonDocument.Parse(json, Deep);
        var id = KanbanId.Derive(document.RootElement.GetRawText(), "#dead", 0);
        return new DeadLetter(id, id, "", 0, "", DeadReasons.Invalid, problem, "", 0, time.GetUtcNow(), document.RootElement.Clone());
    }
}
