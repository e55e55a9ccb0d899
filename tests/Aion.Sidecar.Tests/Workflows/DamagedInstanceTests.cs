using Aion.Sidecar.Components.Sqlite;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Workflows;

public sealed class DamagedInstanceTests
{
    [Fact]
    public async Task Instance_WhoseHistoryIsDamaged_DoesNotKeepTheOthersFromTheirTurns()
    {
        await using var sidecar = await WorkflowFixture.StartAsync();
        sidecar.Log.Expected.Add("TurnFailed");
        await using (var worker = await TestWorker.ConnectAsync(sidecar.Client))
        {
            foreach (var id in new[] { "bad", "good" })
            {
                var starting = sidecar.ScheduleAsync("listen", id: id);
                await worker.AnswerAsync(await worker.TurnAsync());
                await starting.Within30s();
            }
        }

        await sidecar.Host.DisposeAsync();
        using (var database = SqliteDatabase.Open(Path.Combine(sidecar.DataDirectory, "workflows.db"), readOnly: false))
            database.Execute("UPDATE history SET events = x'FFFF' WHERE instance = (SELECT key FROM instance WHERE id = 'bad')");
        await sidecar.StartAsync();
        await sidecar.RaiseAsync("bad", "go");
        await sidecar.RaiseAsync("good", "go");
        await using var next = await TestWorker.ConnectAsync(sidecar.Client);

        Assert.Equal("good", (await next.TurnAsync()).WorkflowRequest.InstanceId);

        await Eventually.HoldsAsync(() => sidecar.Log.Provoked.Contains("TurnFailed"));
    }
}
