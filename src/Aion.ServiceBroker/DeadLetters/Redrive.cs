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

    // After so many the sidecar is at fault, not the letters.
    private const int MostFailures = 3;

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
        var done = new List<DeadLetter>();
        foreach (var topic in letters.GroupBy(l => l.SourceQueue))
        {
            var (group, bytes, revived) = (new TopicGroup(topic.Key, "", 0), new RoutedEvents(), new List<DeadLetter>());
            foreach (var letter in topic)
            {
                if (await ProblemAsync(letter, group, bytes, revived, ct) is { } problem)
                {
                    problems.Add($"{letter.Id}: {problem}");
                }
            }

            await PublishAsync(group, bytes, revived, done, problems);
        }

        // Removed after it is durable elsewhere: a crash in between redrives it twice, with the same id.
        await store.RemoveAsync(done, ct);
        Log.Redriven(logger, done.Count, problems.Count);
        return new RedriveResult(done.Count, problems);
    }

    /// <summary>Adds the revived letter to the group; else says why not.</summary>
    private async Task<string?> ProblemAsync(
        DeadLetter letter, TopicGroup group, RoutedEvents bytes, List<DeadLetter> revived, CancellationToken ct)
    {
        if (Problem(letter) is { } problem)
        {
            return problem;
        }

        if (await store.ReadEventAsync(letter, ct) is not { } kanban)
        {
            return "a part of it is missing in the state store.";
        }

        var start = bytes.Length;
        Revive(kanban, letter).WriteTo(bytes);
        group.Events.Add(new RoutedSlice(revived.Count, start, bytes.Length - start));
        revived.Add(letter);
        return null;
    }

    // One that cannot be published does not keep those behind it. What is published twice on the way has the same id.
    private async Task PublishAsync(
        TopicGroup group, RoutedEvents bytes, List<DeadLetter> revived, List<DeadLetter> done, List<string> problems)
    {
        var next = 0;
        for (var failures = 0; group.Events.Count > 0 && failures < MostFailures; failures++)
        {
            var failed = Math.Min(await publisher.PublishAsync(group, bytes), revived.Count);
            done.AddRange(revived[next..failed]);
            problems.AddRange(revived.Skip(failed).Take(1).Select(NotPublished));
            next = Math.Min(failed + 1, revived.Count);
            group.Events.RemoveAll(slice => slice.Index < next);
        }

        problems.AddRange(revived.Skip(next).Select(NotPublished));
    }

    private static string NotPublished(DeadLetter letter) => letter.Id + ": it could not be published.";

    private string? Problem(DeadLetter letter) =>
        letter.SourceQueue.Length == 0 ? "it does not say which queue it came from."
        : Topics.TryParseBefore(letter.SourceQueue, out var service, out var number) && !routes.Table.HasQueue(service, number)
            ? $"the project has no queue of {InstanceName.Format(service, number)}; it would lie there unseen."
        : letter.Reason == DeadReasons.Invalid && letter.SourceQueue == Topics.After ? "it is not a kanban, so trying again cannot help."
        : null;

    private KanbanEvent Revive(KanbanEvent dead, DeadLetter letter)
    {
        var kanban = dead with
        {
            Time = time.GetUtcNow(),
            Attempt = 1,
            Reason = "",
            ReasonText = "",
            SourceQueue = "",
            StoredParts = 0,
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
