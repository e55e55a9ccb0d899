using System.Net.Http.Json;
using System.Text.Json;
using Aion.Contracts.V1;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.FunctionalTests.Crashes;

/// <summary>
/// A kanban that kills its service: set aside at its third crash in a row, whatever else is killed meanwhile. The test plays the
/// client of the service, and kills the process that the broker runs for it.
/// </summary>
public sealed class PoisonTests
{
    private const string Service = "hop-sink";
    private static readonly HttpClient Http = new() { Timeout = Within.Default };

    [Fact]
    public async Task Kanban_InFlightInThreeCrashes_IsSetAsideAndTheNextOnesFlow()
    {
        await using var product = await RunningProduct.StartAsync("embedded", "hop");
        await new NumberedRun(() => product.Host.Kanban, "hop-source").SendAsync(5);

        await CrashWithFirstKanbanAsync(product);
        await product.Host.KillAsync();
        await product.Host.StartAsync();
        await CrashWithFirstKanbanAsync(product);
        await CrashWithFirstKanbanAsync(product);

        await using var consumer = QueueConsumer.Start(() => product.Host.Kanban, Service);
        await consumer.ReachesAsync(4);
        Assert.Equal([1, 2, 3, 4], consumer.Effects);
        var dead = await DeadAsync(product);
        Assert.Equal(("poison", $"kanban.before.{Service}.001"), (dead.GetProperty("reason").GetString(), dead.GetProperty("sourceQueue").GetString()));
        Assert.Equal(3, dead.GetProperty("attempt").GetInt32());

        // Sent back it begins anew, and this time its service lives.
        using var redriven = await Http.PostAsync(new Uri(product.Host.Broker, "/api/v1/dead/redrive"), null);
        redriven.EnsureSuccessStatusCode();
        await consumer.ReachesAsync(5);
        Assert.Equal([1, 2, 3, 4, 0], consumer.Effects);
    }

    private static async Task CrashWithFirstKanbanAsync(RunningProduct product)
    {
        var pid = 0;
        await Eventually.HoldsAsync(async () => (pid = await PidAsync(product)) > 0, "the service runs");
        using (var channel = GrpcChannel.ForAddress(product.Host.Kanban))
        using (var call = new KanbanQueue.KanbanQueueClient(channel).Receive())
        {
            await call.RequestStream.WriteAsync(new ReceiveRequest { Open = new OpenQueue { Service = Service, ProcessNumber = 1, Prefetch = 1 } });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).Within30s("the first kanban comes"));
            Assert.Equal(0, call.ResponseStream.Current.Kanban.Metadata.Fields["number"].NumberValue);
            Crash.Process(pid);
        }

        await Eventually.HoldsAsync(async () => await PidAsync(product) is > 0 and var next && next != pid, "the service was started again");
    }

    private static async Task<int> PidAsync(RunningProduct product) =>
        (await product.Host.InstancesAsync()).Single(instance => instance.Service == Service).Pid ?? 0;

    private static async Task<JsonElement> DeadAsync(RunningProduct product)
    {
        JsonElement answer = default;
        await Eventually.HoldsAsync(
            async () => (answer = await Http.GetFromJsonAsync<JsonElement>(new Uri(product.Host.Broker, "/api/v1/dead"))).GetProperty("count").GetInt32() == 1,
            "the dead letter is listed");
        return answer.GetProperty("items")[0];
    }
}
