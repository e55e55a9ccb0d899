using System.Globalization;
using System.Text;
using Aion.Sidecar;
using Aion.Sidecar.Components;
using Aion.Sidecar.Components.PubSub;
using Microsoft.Extensions.Logging.Abstractions;

if (args[0] == "sidecar")
{
    // usage: Aion.Sidecar.CrashHost sidecar <data directory>: serves the app "app" until it is killed, and prints its gRPC port.
    await using var host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = args[1] });
    Console.WriteLine((await host.AddAppAsync(new SidecarAppOptions { AppId = "app" })).GrpcPort);
    await Task.Delay(Timeout.Infinite);
}

if (args[0] == "actors")
{
    // usage: Aion.Sidecar.CrashHost actors <component file> <data directory> <app port>: serves the app "shop" until it is
    // killed, and prints its HTTP port.
    await using var host = await SidecarHost.StartAsync(new SidecarHostOptions { ResourcePaths = [args[1]], DataDirectory = args[2] });
    var app = new SidecarAppOptions { AppId = "shop", AppPort = int.Parse(args[3], CultureInfo.InvariantCulture) };
    Console.WriteLine((await host.AddAppAsync(app)).HttpPort);
    await Task.Delay(Timeout.Infinite);
}

// Publishes and consumes until it is killed. It prints a line for what it was promised ("published <caller> <number>", after
// the answer) and for what it was given ("consumed <caller> <number>", before the acknowledgement).
// usage: Aion.Sidecar.CrashHost <component file> <data directory>
const string Topic = "orders";
const int Callers = 4;
const int BatchSize = 5;

await using var registry = await ComponentRegistry.LoadAsync([args[0]], args[1], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
if (!registry.TryGetPubSub("app", "events", out var pubSub, out _))
{
    throw new InvalidOperationException("There is no component events in the file.");
}

await using var consumer = await pubSub.SubscribeAsync(Topic, "app", CancellationToken.None);
await Task.WhenAll([ConsumeAsync(), .. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => PublishAsync(caller)))]);

async Task PublishAsync(int caller)
{
    var metadata = new Dictionary<string, string>();
    for (var number = 0; ; number += BatchSize)
    {
        var batch = Enumerable.Range(number, BatchSize).ToList();
        var messages = batch.Select(each => new PubSubMessage(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{caller} {each}")), metadata));
        await pubSub.PublishAsync(Topic, [.. messages], CancellationToken.None);
        Console.WriteLine(string.Join('\n', batch.Select(each => string.Create(CultureInfo.InvariantCulture, $"published {caller} {each}"))));
    }
}

async Task ConsumeAsync()
{
    while (true)
    {
        var deliveries = await consumer.ReceiveAsync(3, CancellationToken.None);
        Console.WriteLine(string.Join('\n', deliveries.Select(delivery => $"consumed {Encoding.UTF8.GetString(delivery.Data.Span)}")));
        await consumer.AcknowledgeAsync(deliveries, CancellationToken.None);

        // Slower than the publishers, so that there is a backlog at the end.
        await Task.Delay(TimeSpan.FromMilliseconds(1));
    }
}
