using System.Net.Http.Json;
using System.Text.Json;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.Crashes;

/// <summary>
/// A kanban that kills a service which subscribes to its queue by itself, as a developer who knows Dapr writes it: a process that
/// dies on it three times, while the host is killed between the second and the third.
/// </summary>
public sealed class SubscriberPoisonTests : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = Within.Default };
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http")]
    [InlineData("stream")]
    public async Task Kanban_InHandInThreeCrashes_IsSetAsideAndTheOthersKeepTheirOrder(string mode)
    {
        await using var host = new AionHost(Repository.Aionctl, WriteProject(mode), _folder.Combine("home"));
        await host.StartAsync();
        await new NumberedRun(() => host.Kanban, "source").SendAsync(5);

        // The third start waits for a sign, so that its host is gone before it takes anything.
        await LoggedAsync(["start", "start", "start"], line => line == "start");
        await host.KillAsync();
        await host.StartAsync();
        _folder.Write("go", "");

        await LoggedAsync(["0", "1", "2", "3", "4"], line => line != "start", distinct: true);
        Assert.Equal(3, Lines().Count(line => line == "2"));

        var dead = await DeadAsync(host);
        Assert.Equal(("poison", "kanban.before.sink.001"), (dead.GetProperty("reason").GetString(), dead.GetProperty("sourceQueue").GetString()));
        Assert.Equal(3, dead.GetProperty("attempt").GetInt32());
        // How a process ended that is no child of its host, is not always to be known.
        Assert.StartsWith(
            "It was in flight in 3 crashes of sink-001 without an answer between: run 1: exit code 7; run 2: exit code 7; run 3: ",
            dead.GetProperty("reasonText").GetString(),
            StringComparison.Ordinal);
        var explanation = await Http.GetFromJsonAsync<JsonElement>(new Uri(host.Broker, "/api/v1/explain/sink/1"));
        var poison = Assert.Single(explanation.GetProperty("instances")[0].GetProperty("poison").EnumerateArray());
        Assert.Equal(dead.GetProperty("kanbanId").GetString(), poison.GetProperty("kanbanId").GetString());
    }

    private string WriteProject(string mode)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Crashes", "Subscribers", "subscriber.py");
        return _folder.Write("project.yml", $$"""
            deviceName: bench
            microservices:
              source:
                command: [sleep, "1000000"]
                nextService:
                  default:
                    - name: sink
              sink:
                command: [/usr/bin/python3, {{script}}, {{mode}}, {{_folder.Combine("log")}}]
                acknowledge: subscriber
                dapr:
                  appPort: {{FreePort.Next()}}
                restart:
                  backoff:
                    first: 50ms
                    maximum: 50ms

            """);
    }

    private async Task LoggedAsync(string[] expected, Func<string, bool> counts, bool distinct = false)
    {
        string[] lines = [];
        await Eventually.HoldsAsync(
            () =>
            {
                lines = [.. Lines().Where(counts)];
                lines = distinct ? [.. lines.Distinct()] : lines;
                return lines.Length >= expected.Length;
            },
            $"the service notes {string.Join(", ", expected)}");
        Assert.Equal(expected, lines);
    }

    private string[] Lines() => File.Exists(_folder.Combine("log")) ? File.ReadAllText(_folder.Combine("log")).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    private static async Task<JsonElement> DeadAsync(AionHost host)
    {
        JsonElement answer = default;
        await Eventually.HoldsAsync(
            async () => (answer = await Http.GetFromJsonAsync<JsonElement>(new Uri(host.Broker, "/api/v1/dead"))).GetProperty("count").GetInt32() == 1,
            "the dead letter is listed");
        return answer.GetProperty("items")[0];
    }
}
