using Aion.Bench.Measuring;
using Aion.Contracts.Kanbanpb;

namespace Aion.Bench.Product;

/// <summary>SendKanban per second: every caller has a connection of its own and waits for each answer.</summary>
internal static class SendBench
{
    public static async Task<LoadResult> RunAsync(string address, int callers, TimeSpan time, params int[] processes)
    {
        var channels = Enumerable.Range(0, callers).Select(_ => Channels.Open(address)).ToArray();
        var clients = Array.ConvertAll(channels, c => new Kanban.KanbanClient(c));
        var numbers = new int[callers];
        var result = await Load.RunAsync(callers, time, async caller =>
        {
            var answer = await clients[caller].SendKanbanAsync(new Request { MicroserviceName = "source", Message = Sample.Kanban(caller, ++numbers[caller]) });
            if (answer.Status != ResponseStatus.Success)
            {
                throw new InvalidOperationException($"SendKanban failed: {answer.Error}");
            }
        }, processes);
        Array.ForEach(channels, c => c.Dispose());
        return result;
    }
}
