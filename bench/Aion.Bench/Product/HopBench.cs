using System.Diagnostics;
using Aion.Bench.Measuring;
using Aion.Contracts.Kanbanpb;

namespace Aion.Bench.Product;

/// <summary>One hop source -> broker -> sink with one kanban in flight: from before SendKanban until the sink has it.</summary>
internal static class HopBench
{
    public static async Task<(Samples Latency, double[] CpuPerHop)> RunAsync(string address, int hops, params int[] processes)
    {
        await using var receiver = new Receiver(address);
        await receiver.DrainAsync(TimeSpan.FromSeconds(2));
        using var channel = Channels.Open(address);
        var client = new Kanban.KanbanClient(channel);
        await HopsAsync(client, receiver, hops / 5);
        var before = Array.ConvertAll(processes, ProcessUsage.CpuTime);
        var samples = await HopsAsync(client, receiver, hops);
        var cpu = processes.Select((p, i) => (ProcessUsage.CpuTime(p) - before[i]).TotalMicroseconds / hops).ToArray();
        return (new Samples(samples), cpu);
    }

    private static async Task<List<double>> HopsAsync(Kanban.KanbanClient client, Receiver receiver, int hops)
    {
        var samples = new List<double>(hops);
        for (var i = 0; i < hops; i++)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var start = Stopwatch.GetTimestamp();
            var sending = client.SendKanbanAsync(new Request { MicroserviceName = "source", Message = Sample.Kanban(-1, i) });
            var arrival = await receiver.Arrivals.ReadAsync(timeout.Token);
            samples.Add(Stopwatch.GetElapsedTime(start, arrival.Timestamp).TotalMicroseconds);
            await sending;
        }

        return samples;
    }
}
