using System.Collections.Concurrent;
using Aion.Sidecar.Components.PubSub.Groups;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>pubsub.sqlite: durable topics in a file. A message is delivered after the commit that makes it durable.</summary>
internal sealed class SqlitePubSub : IPubSub, IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, SqliteTopic> topics = new(StringComparer.Ordinal);
    private readonly TailBudget budget = new();
    private readonly string component;
    private readonly SqliteEngine engine;
    private readonly SqlitePubSubSettings settings;
    private readonly TimeProvider timeProvider;
    private readonly GroupSaver saver;
    private readonly ITimer sweep;

    private SqlitePubSub(string component, SqliteEngine engine, SqlitePubSubSettings settings, TimeProvider timeProvider)
    {
        (this.component, this.engine, this.settings, this.timeProvider) = (component, engine, settings, timeProvider);
        saver = new GroupSaver(engine, timeProvider);
        sweep = timeProvider.CreateTimer(_ => engine.TryPost(new MaintenanceWork(Sweep)), null, SweepInterval, SweepInterval);
    }

    /// <param name="component">The component's name; topics belong to it, so that two components may share a file.</param>
    /// <param name="engine">The file.</param>
    /// <param name="settings">The metadata.</param>
    /// <param name="timeProvider">Clock and timers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<SqlitePubSub> OpenAsync(
        string component, SqliteEngine engine, SqlitePubSubSettings settings, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var pubSub = new SqlitePubSub(component, engine, settings, timeProvider);
        try
        {
            await engine.RunAsync(new OpenWork(pubSub), cancellationToken);
            await engine.JoinAsync(pubSub.saver);
            return pubSub;
        }
        catch
        {
            await pubSub.sweep.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<Exception?>> PublishAsync(string topic, IReadOnlyList<PubSubMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? [] : await engine.RunAsync(new PublishWork(TopicOf(topic), messages, timeProvider), cancellationToken);

    public async ValueTask<IPubSubConsumer> SubscribeAsync(string topic, string consumerGroup, CancellationToken cancellationToken)
    {
        var target = TopicOf(topic);
        SqliteGroup? group;
        while (!target.TryGetGroup(consumerGroup, out group))
        {
            await engine.RunAsync(new CreateGroupWork(target, consumerGroup, CreateGroup), cancellationToken);
        }

        return group.Members.Join();
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        await saver.DisposeAsync();
    }

    private SqliteTopic TopicOf(string name) => topics.GetOrAdd(name, static (name, self) => new SqliteTopic(self.component, name, self.budget), this);

    private SqliteGroup CreateGroup(SqliteTopic topic, string name, GroupSnapshot snapshot) => new(topic, name, snapshot, engine, saver, timeProvider);

    private void Restore(SqliteDatabase database)
    {
        TopicTable.Create(database);
        MessageTable.Create(database);
        foreach (var (id, name, deletedHead) in TopicTable.Read(database, component))
        {
            var groups = TopicTable.ReadGroups(database, id);
            var delivered = groups.Count == 0 ? 0 : groups.Max(group => group.Snapshot.Delivered.Low);
            var topic = TopicOf(name);
            topic.Restore(id, Math.Max(Math.Max(deletedHead, delivered), MessageTable.GreatestSequence(database, id)));
            groups.ForEach(group => topic.Add(CreateGroup(topic, group.Name, group.Snapshot)));
            if (groups.Count > 0)
            {
                GroupSaver.DeleteDone(database, topic, atLeast: 1);
            }
        }
    }

    /// <summary>Deletes what expired and what nobody came for. Numbering goes on behind what is deleted.</summary>
    private void Sweep(SqliteDatabase database)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var topic in topics.Values.Where(topic => topic.Id != 0))
        {
            TopicTable.SaveHead(database, topic.Head);
            if (topic.Groups.Length == 0)
            {
                MessageTable.DeletePublishedBefore(database, topic.Id, now - settings.Retention);
            }
            else
            {
                GroupSaver.DeleteDone(database, topic, atLeast: 1);
            }
        }

        MessageTable.DeleteExpired(database, now);
    }

    private sealed class OpenWork(SqlitePubSub pubSub) : SqliteWork<bool>
    {
        protected override bool Write(SqliteDatabase database)
        {
            pubSub.Restore(database);
            return true;
        }
    }
}
