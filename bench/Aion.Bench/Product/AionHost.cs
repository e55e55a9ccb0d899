using System.Diagnostics;
using System.Text.Json;
using Aion.Bench.Measuring;
using Aion.Contracts.Kanbanpb;

namespace Aion.Bench.Product;

/// <summary>An `aionctl up` of the bench's project, or another one, in a home of its own, on free ports.</summary>
internal sealed class AionHost : IAsyncDisposable
{
    private readonly string _aionctl;
    private readonly string _home;

    private AionHost(string aionctl, string home, JsonElement host)
    {
        (_aionctl, _home) = (aionctl, home);
        ProcessId = host.GetProperty("pid").GetInt32();
        KanbanAddress = host.GetProperty("addresses").GetProperty("kanbans")[0].GetString()!;
    }

    public int ProcessId { get; }

    public string KanbanAddress { get; }

    public static async Task<AionHost> StartAsync(string aionctl, string? components, string home, string? project = null)
    {
        project ??= Path.Combine(AppContext.BaseDirectory, "project.yml");
        string[] with = components is null ? [] : ["--components", components];
        await RunAsync(aionctl, ["up", project, "--home", home, "--ports", "auto", "--detach", .. with]);
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(home, "run", "host.json")));
        return new AionHost(aionctl, home, file.RootElement);
    }

    /// <summary>Sends one kanban and waits until the sink has it.</summary>
    public async Task FirstKanbanAsync()
    {
        await using var receiver = new Receiver(KanbanAddress);
        using var channel = Channels.Open(KanbanAddress);
        var client = new Kanban.KanbanClient(channel);
        await client.SendKanbanAsync(new Request { MicroserviceName = "source", Message = Sample.Kanban(0, 0) });
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await receiver.Arrivals.ReadAsync(timeout.Token);
    }

    /// <summary>Takes what the last part left in the sink's queue.</summary>
    public async Task SettleAsync()
    {
        await using var receiver = new Receiver(KanbanAddress);
        await receiver.DrainAsync(TimeSpan.FromSeconds(2));
    }

    public async ValueTask DisposeAsync() => await RunAsync(_aionctl, ["down", "--home", _home]);

    private static async Task RunAsync(string aionctl, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(aionctl, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{aionctl} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        }
    }
}
