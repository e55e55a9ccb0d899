using Aion.Contracts.Events;
using Grpc.Core;

namespace Aion.StatusKanban.Tests;

/// <summary>Kanbans with numbered startAt texts, and what a client read of them.</summary>
internal static class KanbanEvents
{
    public static KanbanEvent Create(string startAt, string? id = null) => new()
    {
        Id = id ?? KanbanId.New(TimeProvider.System),
        Service = "judge",
        ProcessNumber = 1,
        Data = StatusKanbanJson.ToBytes(new KanbanMessage { StartAt = startAt }),
    };

    public static IEnumerable<KanbanEvent> Range(int first, int count) => Enumerable.Range(first, count).Select(n => Create($"{n}"));

    public static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(n => $"{n}");

    public static async Task<List<string>> ReadAsync(this IAsyncStreamReader<KanbanMessage> stream, int count)
    {
        var read = new List<string>();
        while (read.Count < count && await stream.MoveNext().Within30s($"kanban {read.Count + 1} of {count}"))
        {
            read.Add(stream.Current.StartAt);
        }

        return read;
    }
}
