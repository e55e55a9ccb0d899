using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>
/// A durable topic. The writer's side (ids, numbering) belongs to the engine's writer alone; the reader's side (the tail in
/// memory, the groups) is under a lock. A message reaches the tail, and so its consumers, after its commit.
/// </summary>
internal sealed class SqliteTopic(string component, string name, TailBudget budget)
{
    private readonly Lock gate = new();
    private readonly MessageTail tail = new();
    private readonly Dictionary<string, SqliteGroup> groups = new(StringComparer.Ordinal);
    private ulong committedId;
    private ulong committedHead;
    private ulong id;
    private ulong head;

    /// <summary>Every committed message after this one is in the tail.</summary>
    private Position covered;

    public ulong Id => id;

    /// <summary>The groups now; the array is never changed.</summary>
    public SqliteGroup[] Groups { get; private set; } = [];

    /// <summary>Every message up to here has been deleted. Used by the writer only.</summary>
    public Position DeletedThrough { get; set; }

    /// <summary>The last message that is written, committed or not. Used by the writer only.</summary>
    public Position Head => new(id, head);

    /// <summary>Takes what the file has of the topic, at the opening.</summary>
    public void Restore(ulong storedId, ulong storedHead)
    {
        (id, committedId) = (storedId, storedId);
        (head, committedHead) = (storedHead, storedHead);
        covered = Head;
    }

    /// <summary>Makes the topic's row if there is none yet. Used by the writer only.</summary>
    public void EnsureStored(SqliteDatabase database)
    {
        if (id == 0)
        {
            id = TopicTable.Insert(database, component, name);
        }
    }

    /// <summary>The position of the next message. Used by the writer only.</summary>
    public Position NextPosition() => new(id, ++head);

    public void RolledBack() => (id, head) = (committedId, committedHead);

    /// <summary>Shows committed messages to the groups. Used by the writer only.</summary>
    public void Committed(IReadOnlyList<StoredMessage> messages)
    {
        lock (gate)
        {
            (committedId, committedHead) = (id, Math.Max(committedHead, messages.Count == 0 ? 0 : messages[^1].Position.Low));
            if (groups.Count == 0)
            {
                covered = new Position(id, committedHead);
            }
            else
            {
                Append(messages);
            }
        }

        foreach (var group in messages.Count == 0 ? [] : Groups)
        {
            group.Members.Pulse();
        }
    }

    public bool TryGetGroup(string group, [MaybeNullWhen(false)] out SqliteGroup found)
    {
        lock (gate)
        {
            return groups.TryGetValue(group, out found);
        }
    }

    public void Add(SqliteGroup group)
    {
        lock (gate)
        {
            if (groups.TryAdd(group.Name, group))
            {
                Groups = [.. groups.Values];
            }
        }
    }

    public bool TryRead(Position after, int maximum, Queue<StoredMessage> into)
    {
        lock (gate)
        {
            if (after < covered)
            {
                return false;
            }

            tail.CopyAfter(after, maximum, into);
            return true;
        }
    }

    /// <summary>What is committed up to now and not in memory lies up to here.</summary>
    public Position Covered()
    {
        lock (gate)
        {
            return covered;
        }
    }

    /// <summary>Forgets messages that every group is done with.</summary>
    public void Trim(Position floor)
    {
        lock (gate)
        {
            var before = tail.Bytes;
            tail.RemoveThrough(floor);
            covered = floor > covered ? floor : covered;
            budget.Add(tail.Bytes - before);
        }
    }

    private void Append(IReadOnlyList<StoredMessage> messages)
    {
        var before = tail.Bytes;
        foreach (var message in messages)
        {
            tail.Append(message);
        }

        budget.Add(tail.Bytes - before);
        while (tail.First is { } first && budget.IsExceededBy(tail.Bytes))
        {
            before = tail.Bytes;
            tail.RemoveFirst();
            covered = first.Position;
            budget.Add(tail.Bytes - before);
        }
    }
}
