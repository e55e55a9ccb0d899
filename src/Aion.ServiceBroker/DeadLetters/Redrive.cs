using System.Text;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Routing;

namespace Aion.ServiceBroker.DeadLetters;

/// <summary>Puts dead letters back where they came from.</summary>
/// <remarks>
/// Into a queue a kanban returns with a new id, derived from the old one, because its queue has seen the old one and would
/// drop it. Into kanban.after it returns with its own id, and with the names of the next services that other copies went to:
/// those get none. Its time is that of the redrive: should it end in kanban.dead
/// again before the letter that it was is removed, it is a letter of another id and stays.
/// </remarks>
internal sealed class Redrive(
    DeadLetterStore store, TopicPublisher publisher, RouteState routes, TimeProvider time, ILogger<Redrive> logger)
{
    private const int MostAtOnce = 100;

    /// <summary>Redrives one; null when there is none with this id.</summary>
    public async Task<RedriveResult?> OneAsync(string id, CancellationToken ct)
    {
        var letters = await store.ReadAsync([id], ct);
        return letters.Count == 0 ? null : await AllAsync(letters, ct);
    }

    /// <summary>Redrives every dead letter there is, oldest first, or those of one reason.</summary>
    public async Task<RedriveResult> AllAsync(string? reason, CancellationToken ct)
    {
        var total = new RedriveResult(0, []);
        foreach (var ids in (await store.ListIdsAsync(ct)).Chunk(MostAtOnce))
        {
            var letters = (await store.ReadAsync(ids, ct)).Where(l => reason is null || l.Reason == reason).ToArray();
            var result = await AllAsync(letters, ct);
            total = new RedriveResult(total.Redriven + result.Redriven, [.. total.Problems, .. result.Problems]);
        }

        return total;
    }

    private async Task<RedriveResult> AllAsync(IReadOnlyList<DeadLetter> letters, CancellationToken ct)
    {
        var problems = new List<string>();
        var done = new List<string>();
        foreach (var topic in letters.GroupBy(l => l.SourceQueue))
        {
            var (group, bytes, ids) = (new TopicGroup(topic.Key, "", 0), new RoutedEvents(), new List<string>());
            foreach (var letter in topic)
            {
                if (Problem(letter) is { } problem)
                {
                    problems.Add($"{letter.Id}: {problem}");
                    continue;
                }

                var start = bytes.Length;
                Revive(letter).WriteTo(bytes);
                group.Events.Add(new RoutedSlice(ids.Count, start, bytes.Length - start));
                ids.Add(letter.Id);
            }

            var published = Math.Min(await publisher.PublishAsync(group, bytes), ids.Count);
            done.AddRange(ids.Take(published));
            problems.AddRange(ids.Skip(published).Select(id => id + ": it could not be published."));
        }

        // Removed after it is durable elsewhere: a crash in between redrives it twice, with the same id.
        await store.RemoveAsync(done, ct);
        Log.Redriven(logger, done.Count, problems.Count);
        return new RedriveResult(done.Count, problems);
    }

    private string? Problem(DeadLetter letter) =>
        letter.SourceQueue.Length == 0 ? "it does not say which queue it came from."
        : Topics.TryParseBefore(letter.SourceQueue, out var service, out var number) && !routes.Table.HasQueue(service, number)
            ? $"the project has no queue of {InstanceName.Format(service, number)}; it would lie there unseen."
        : letter.Reason == DeadReasons.Invalid && letter.SourceQueue == Topics.After ? "it is not a kanban, so trying again cannot help."
        : null;

    private KanbanEvent Revive(DeadLetter letter)
    {
        var kanban = KanbanEvent.Parse(Encoding.UTF8.GetBytes(letter.Event.GetRawText())) with
        {
            Time = time.GetUtcNow(),
            Attempt = 1,
            Reason = "",
            ReasonText = "",
            SourceQueue = "",
        };
        return !Topics.TryParseBefore(letter.SourceQueue, out var service, out var number) ? kanban : kanban with
        {
            Id = KanbanId.Derive(kanban.Id, "#redrive " + letter.SourceQueue, letter.Attempt),
            CausationId = kanban.Id,
            Service = service,
            ProcessNumber = number,
            RoutedTo = "",
        };
    }
}
