using Aion.Contracts.Kanbanpb;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.Disks;

/// <summary>A disk that fills up while kanbans come in.</summary>
public sealed class FullDiskTests
{
    private const int Megabytes = 32;
    private static readonly string s_padding = new('x', 100_000);

    [TmpfsFact]
    public async Task FullDisk_SendKanbanSaysWhy_AndLosesNothing()
    {
        using var folder = new TempDirectory();
        using var disk = Tmpfs.TryMount(Megabytes)!;
        var ballast = Path.Combine(disk.FullPath, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[20 << 20]);
        var project = HopProject.WriteTo(folder, "disk");
        await using var host = new AionHost(Repository.Aionctl, project, Path.Combine(disk.FullPath, "home"));
        await host.StartAsync();
        using var caller = new KanbanCaller(host.Kanban);

        var (accepted, refused) = await FillAsync(caller);
        Assert.Matches("disk|space|full", refused.Error);
        Assert.False(host.HasExited, host.Output);

        File.Delete(ballast);
        await Eventually.HoldsAsync(
            async () => (await caller.SendAsync("disk-source", KanbanCaller.Numbered(accepted))).Status == ResponseStatus.Success,
            "SendKanban works again");

        await using var consumer = QueueConsumer.Start(() => host.Kanban, "disk-sink");
        await consumer.ReachesAsync(accepted + 1);
        Assert.Equal(Enumerable.Range(0, accepted + 1), consumer.Effects);
    }

    private static async Task<(int Accepted, Response Refused)> FillAsync(KanbanCaller caller)
    {
        for (var number = 0; number < Megabytes * 10; number++)
        {
            var response = await caller.SendAsync("disk-source", KanbanCaller.Numbered(number, padding: s_padding));
            if (response.Status != ResponseStatus.Success)
            {
                return (number, response);
            }
        }

        throw new InvalidOperationException($"{Megabytes} MB took more than {Megabytes} MB of kanbans");
    }
}
