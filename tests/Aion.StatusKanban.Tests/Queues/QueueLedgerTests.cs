using Aion.Contracts.Events;
using Aion.ServiceDefaults.Sidecar;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.State;
using Aion.StatusKanban.Tests.FakeDapr;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class QueueLedgerTests
{
    private static readonly QueueKey Key = new("judge", 1);

    [Fact]
    public async Task LoadAsync_AfterSavesOfAnySize_KnowsTheLastIdsAndForgetsOldOnes()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        using var connection = new SidecarConnection(new SidecarAddress(
            new Uri(sidecar.Settings["DAPR_HTTP_ENDPOINT"]!), new Uri(sidecar.Settings["DAPR_GRPC_ENDPOINT"]!), null, null));
        var state = new StateStore(new DaprApi.DaprClient(connection.Channel));
        var ids = Enumerable.Range(0, 10_000).Select(n => n % 10 == 0 ? $"order {n}" : KanbanId.New(TimeProvider.System)).ToList();
        var ledger = new QueueLedger(Key);
        var saves = 0;
        for (var n = 0; n < ids.Count; saves++)
        {
            foreach (var id in ids.Skip(n).Take((saves % 150) + 1))
            {
                ledger.Add(id);
                n++;
            }

            await state.SaveAsync(ledger.TakeUnsaved(), default);
        }

        var copy = new QueueLedger(Key);
        await copy.LoadAsync(state, default);

        Assert.All(new[] { ledger, copy }, known =>
        {
            Assert.All(ids.TakeLast(QueueLedger.Capacity), id => Assert.True(known.Contains(id)));
            Assert.All(ids.Take(5_000), id => Assert.False(known.Contains(id)));
        });
        Assert.Empty(copy.TakeUnsaved());
        Assert.InRange(sidecar.Dapr.StateKeys.Count(), 64, 66);

        copy.Add("next");
        await state.SaveAsync(copy.TakeUnsaved(), default);
        var third = new QueueLedger(Key);
        await third.LoadAsync(state, default);
        Assert.True(third.Contains("next"));
        Assert.True(third.Contains(ids[^1]));
    }
}
