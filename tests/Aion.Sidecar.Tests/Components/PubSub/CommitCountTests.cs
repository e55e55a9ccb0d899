using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.PubSub.Sqlite;
using Aion.Sidecar.Components.Sqlite;
using Aion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>A commit is a flush of the disk: acknowledgements make one of their own only when nobody else makes one in time.</summary>
public sealed class CommitCountTests : IAsyncLifetime
{
    private const int LargestTransaction = 8 * 1024 * 1024;

    private static readonly TimeSpan MoreThanHalf = TimeSpan.FromMilliseconds(3);

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
    public async Task Acknowledge_AfterACommitOfOthers_WaitsItsFullTime()
    {
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        await PublishAndAcknowledgeAsync(consumer);
        time.Advance(MoreThanHalf);
        await PublishAndAcknowledgeAsync(consumer);
        var before = commits.Count;

        // 1. Stop the writer, and queue a work that leaves room for one more in its transaction.
        using var gate = new ManualResetEventSlim();
        var stopped = new TaskCompletionSource();
        var stop = engine.RunAsync(new TestWork(0, () => { stopped.SetResult(); gate.Wait(); }), CancellationToken.None);
        await stopped.Task.Within30s();
        var filler = engine.RunAsync(new TestWork(LargestTransaction - 1, () => { }), CancellationToken.None);

        // 2. The time of the first acknowledgement comes, which the second publish has saved. The second one's has not.
        time.Advance(MoreThanHalf);

        // 3. So the room is still there for the next work.
        var next = engine.RunAsync(new TestWork(1, () => { }), CancellationToken.None);
        gate.Set();
        await Task.WhenAll(stop, filler, next).Within30s();
        Assert.Equal(2, commits.Count - before);
    }

    [Fact]
    public async Task Acknowledge_WhenNobodyElseCommits_CommitsAfterFiveMilliseconds()
    {
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        await PublishAndAcknowledgeAsync(consumer);
        var before = commits.Count;

        time.Advance(TimeSpan.FromMilliseconds(5));

        await Eventually.HoldsAsync(() => Task.FromResult(commits.Count == before + 1), "the acknowledgement is committed");
    }

    private async Task PublishAndAcknowledgeAsync(IPubSubConsumer consumer)
    {
        await pubSub.PublishAsync("orders", [new PubSubMessage("1"u8.ToArray(), new Dictionary<string, string>())], CancellationToken.None).AsTask().Within30s();
        var received = await consumer.ReceiveAsync(1, CancellationToken.None).AsTask().Within30s();
        await consumer.AcknowledgeAsync(received, CancellationToken.None);
    }

    private sealed class TestWork(int bytes, Action write) : SqliteWork<bool>
    {
        public override int Bytes => bytes;

        protected override bool Write(SqliteDatabase database)
        {
            write();
            return true;
        }
    }

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
