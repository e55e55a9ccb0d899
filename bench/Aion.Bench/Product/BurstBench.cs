using System.Diagnostics;
using Aion.Bench.Measuring;
using Aion.Contracts.Kanbanpb;

namespace Aion.Bench.Product;

/// <summary>A burst: many senders, nobody waits for the sink, and then every kanban is looked for.</summary>
internal static class BurstBench
{
    public static async Task<BurstResult> RunAsync(string address, int senders, int kanbans, params int[] processes)
    {
        await using var receiver = new Receiver(address);
        await receiver.DrainAsync(TimeSpan.FromSeconds(2));
        var channels = Enumerable.Range(0, senders).Select(_ => Channels.Open(address)).ToArray();
        var each = kanbans / senders;
        var before = Array.ConvertAll(processes, ProcessUsage.CpuTime);
        var start = Stopwatch.GetTimestamp();
        var sending = Task.WhenAll(channels.Select((c, sender) => Task.Run(() => SendAsync(new Kanban.KanbanClient(c), sender, each))));
        var tally = new BurstTally(senders, each);
        await tally.CountAsync(receiver.Arrivals, TimeSpan.FromSeconds(10));
        await sending;
        var elapsed = Stopwatch.GetElapsedTime(start, tally.LastTimestamp);
        var cpu = processes.Select((p, i) => (ProcessUsage.CpuTime(p) - before[i]).TotalMicroseconds / (each * senders)).ToArray();
        Array.ForEach(channels, c => c.Dispose());
        return new BurstResult(tally.Distinct / elapsed.TotalSeconds, tally.Lost, tally.Repeated, tally.OutOfOrder, cpu);
    }

    private static async Task SendAsync(Kanban.KanbanClient client, int sender, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var answer = await client.SendKanbanAsync(new Request { MicroserviceName = "source", Message = Sample.Kanban(sender, number) });
            if (answer.Status != ResponseStatus.Success)
            {
                throw new InvalidOperationException($"SendKanban failed: {answer.Error}");
            }
        }
    }
}
