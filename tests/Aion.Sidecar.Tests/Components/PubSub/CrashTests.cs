using System.Diagnostics;
using System.Text;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Tests.Components.Loading;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>A process of its own publishes and consumes, and is killed in the middle of it.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Sqlite_ProcessKilled_EveryAnsweredPublishIsThereInOrder()
    {
        directory.Write("events.yaml", TestRegistry.Yaml("events", "pubsub.sqlite", "connectionString=aion.db"));
        await RunAsync();
    }

    [Fact]
    public async Task Redis_ProcessKilled_EveryAnsweredPublishIsThereInOrder()
    {
        await using var server = await RedisServer.StartAsync();
        directory.Write("events.yaml", TestRegistry.Yaml("events", "pubsub.redis", $"redisHost={server.Host}"));
        await RunAsync();
    }

    private async Task RunAsync()
    {
        var output = await RunUntilKilledAsync(lines: 4000);
        var (published, consumed) = Split(output);

        await using var registry = await TestRegistry.LoadAsync(directory.Combine("events.yaml"), directory.FullPath);
        Assert.True(registry.TryGetPubSub("app", "events", out var pubSub, out _));
        await pubSub.PublishAsync("orders", [new PubSubMessage("last 0"u8.ToArray(), new Dictionary<string, string>())], CancellationToken.None).AsTask().Within30s();
        var remaining = await DrainAsync(pubSub);

        // The last line may be whole, and its acknowledgement durable.
        var last = output[^1].Replace("consumed ", "", StringComparison.Ordinal);
        var all = consumed.Concat(remaining).Append(last).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(published.Except(all));
        Assert.NotEmpty(remaining.Intersect(published));
        AssertInOrder(consumed);
        AssertInOrder(remaining);

        // Acknowledgements become durable with the next commits; how many the kill comes before is the disk's business.
        Assert.NotEmpty(consumed.Except(remaining));
    }

    private async Task<List<string>> RunUntilKilledAsync(int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Aion.Sidecar.CrashHost.dll"), directory.Combine("events.yaml"), directory.FullPath])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync().Within30s() is { } line)
        {
            output.Add(line);
            if (output.Count == lines)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync().Within30s();
        Assert.True(output.Count >= lines, string.Join('\n', output.TakeLast(20)));
        return output;
    }

    private static (List<string> Published, List<string> Consumed) Split(List<string> output)
    {
        // The kill may cut the last line.
        var whole = output.Take(output.Count - 1).Select(line => line.Split(' ', 2)).ToList();
        return ([.. whole.Where(line => line[0] == "published").Select(line => line[1])], [.. whole.Where(line => line[0] == "consumed").Select(line => line[1])]);
    }

    private static async Task<List<string>> DrainAsync(IPubSub pubSub)
    {
        await using var consumer = await pubSub.SubscribeAsync("orders", "app", CancellationToken.None).AsTask().Within30s();
        var texts = new List<string>();
        while (!texts.Contains("last 0"))
        {
            var deliveries = await consumer.ReceiveAsync(256, CancellationToken.None).AsTask().Within30s();
            texts.AddRange(deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.Data.Span)));
            await consumer.AcknowledgeAsync(deliveries, CancellationToken.None).AsTask().Within30s();
        }

        return texts;
    }

    private static void AssertInOrder(IEnumerable<string> texts)
    {
        foreach (var caller in texts.Select(text => text.Split(' ')).GroupBy(parts => parts[0]))
        {
            var numbers = caller.Select(parts => int.Parse(parts[1])).ToList();
            Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
        }
    }
}
