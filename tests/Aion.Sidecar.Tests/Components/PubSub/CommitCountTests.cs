using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.PubSub.Sqlite;
using Aion.Sidecar.Components.Sqlite;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>A commit is a flush of the disk: acknowledgements make one of their own only when nobody else makes one in time.</summary>
public sealed class CommitCountTests : IAsyncLifetime
{
    private static readonly TimeSpan AlmostDue = TimeSpan.FromMilliseconds(4);

    private readonly TempDirectory directory = new();
    private readonly FakeTimeProvider time = new();
    private readonly CommitCounter commits = new();
    private SqliteEngine engine = null!;
    private SqlitePubSub pubSub = null!;

    public async Task InitializeAsync()
    {
        engine = SqliteEngine.Open(directory.Combine("aion.db"));
        pubSub = await SqlitePubSub.OpenAsync("events", engine, new SqlitePubSubSettings("aion.db", TimeSpan.FromHours(1)), time, CancellationToken.None);
        await engine.JoinAsync(commits);
    }

    public async Task DisposeAsync()
    {
        await pubSub.DisposeAsync();
        await engine.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Acknowledge_WhileOthersCommitInTime_NeverCommitsByItself()
    {
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        var before = commits.Count;

        for (var i = 0; i < 10; i++)
        {
            await PublishAsync();
            await consumer.AcknowledgeAsync(await consumer.ReceiveAsync(1, CancellationToken.None).AsTask().Within30s(), CancellationToken.None);
            time.Advance(AlmostDue);
        }

        await PublishAsync();
        Assert.Equal(11, commits.Count - before);
    }

    [Fact]
    public async Task Acknowledge_WhenNobodyElseCommits_CommitsAfterFiveMilliseconds()
    {
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        await PublishAsync();
        await consumer.AcknowledgeAsync(await consumer.ReceiveAsync(1, CancellationToken.None).AsTask().Within30s(), CancellationToken.None);
        var before = commits.Count;

        time.Advance(TimeSpan.FromMilliseconds(5));

        await Eventually.HoldsAsync(() => Task.FromResult(commits.Count == before + 1), "the acknowledgement is committed");
    }

    private async Task PublishAsync() =>
        await pubSub.PublishAsync("orders", [new PubSubMessage("1"u8.ToArray(), new Dictionary<string, string>())], CancellationToken.None).AsTask().Within30s();

    private sealed class CommitCounter : ISqliteParticipant
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public void BeforeCommit(SqliteDatabase database)
        {
        }

        public void Committed() => Interlocked.Increment(ref count);

        public void RolledBack()
        {
        }
    }
}
