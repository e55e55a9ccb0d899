using Aion.FunctionalTests.Hosting;
using Aion.Testing;

namespace Aion.FunctionalTests.InspectionLine;

/// <summary>Pictures go into the inboxes, the report comes out.</summary>
public sealed class InspectionLineTests(RunningLine line) : IClassFixture<RunningLine>
{
    [Fact]
    public void Services_WithoutStartup_RunFromTheirFirstKanbanOn()
    {
        var running = line.AfterTheFirstGoodPart.Where(i => i.Pid is not null).Select(i => $"{i.Service} {i.Number}");

        Assert.Equal(["archive 1", "camera 1", "camera 2", "judge 1", "measure 1", "measure 2"], running.Order());
    }

    [Fact]
    public async Task Pictures_DroppedIntoBothInboxes_AreMeasuredJudgedAndArchivedOnce()
    {
        line.DropAll(1, "-left");
        line.DropAll(2, "-right");

        var rows = (await line.ReportedAsync("-left", 7)).Concat(await line.ReportedAsync("-right", 7)).ToArray();

        Assert.Equal(14, rows.Select(row => row.Part).Distinct().Count());
        Assert.Equal(14, rows.Length);
        Assert.All(rows, row => Assert.Equal(row.Part.StartsWith("good", StringComparison.Ordinal) ? "good" : "faulty", row.Verdict));
        Assert.StartsWith("outer diameter 21.", rows.Single(row => row.Part == "oversize-1-left").Faults, StringComparison.Ordinal);
        Assert.StartsWith("crack", rows.Single(row => row.Part == "crack-1-right").Faults, StringComparison.Ordinal);
        await RejectHasExactlyAsync(rows.Where(row => row.Verdict == "faulty").Select(row => row.Part), "ft-", "ght-");
    }

    [Fact]
    public async Task Host_KilledWhileTheLineWorks_EveryPartIsArchivedOnce()
    {
        for (var round = 0; round < 8; round++)
        {
            line.DropAll(1 + (round % 2), $"-killed{round}");
        }

        await line.ReportedAsync("-killed", 5);
        await line.Host.KillAsync();
        await line.Host.StartAsync();

        var rows = await line.ReportedAsync("-killed", 56);
        Assert.Equal(56, rows.Select(row => row.Part).Distinct().Count());
        Assert.Equal(56, rows.Count);
        Assert.Empty(Directory.GetFiles(line.Taken(1)));
        Assert.Empty(Directory.GetFiles(line.Taken(2)));
    }

    [Fact]
    public async Task Services_KilledWhileTheyWork_EveryPartIsArchivedOnce()
    {
        for (var round = 0; round < 4; round++)
        {
            line.DropAll(1 + (round % 2), $"-crash{round}");
        }

        foreach (var parts in (int[])[1, 10])
        {
            await line.ReportedAsync("-crash", parts);
            // The last one waits for the first faulty part, which may not have come yet.
            var killed = (await line.Host.InstancesAsync()).Where(i => i.Pid is not null).ToArray();
            Assert.InRange(killed.Length, 6, 7);
            foreach (var instance in killed)
            {
                Crash.Process(instance.Pid!.Value);
            }

            await Eventually.HoldsAsync(
                async () => (await line.Host.InstancesAsync()).Where(i => killed.Any(k => (k.Service, k.Number) == (i.Service, i.Number)))
                    .All(i => i.Pid is { } pid && killed.All(k => k.Pid != pid)),
                "all services run again");
        }

        var rows = await line.ReportedAsync("-crash", 28);
        Assert.Equal(28, rows.Select(row => row.Part).Distinct().Count());
        Assert.Equal(28, rows.Count);
    }

    [Fact]
    public async Task Picture_WrittenInTwoHalves_IsTakenWhenItIsWhole()
    {
        var content = await File.ReadAllBytesAsync(RunningLine.Pictures.First(p => p.EndsWith("good-2.pgm", StringComparison.Ordinal)));
        await using (var file = File.Create(Path.Combine(line.Inbox(2), "good-halves.pgm")))
        {
            await file.WriteAsync(content.AsMemory(0, 5000));
            await file.FlushAsync();
            line.Drop(RunningLine.Pictures[0], 2, "whole-picture.pgm");
            await line.ReportedAsync("whole-picture", 1);
            await file.WriteAsync(content.AsMemory(5000));
        }

        var row = Assert.Single(await line.ReportedAsync("good-halves", 1));
        Assert.Equal("good", row.Verdict);
    }

    [Fact]
    public async Task Picture_WithoutAPart_IsRejectedAsNotMeasurable()
    {
        using var folder = new TempDirectory();
        line.Drop(folder.Write("dark.pgm", "P5\n16 16\n255\n" + new string('\u0001', 256)), 1, "dark-frame.pgm");

        var row = Assert.Single(await line.ReportedAsync("dark-frame", 1));

        Assert.Equal("faulty", row.Verdict);
        Assert.StartsWith("not measurable", row.Faults, StringComparison.Ordinal);
    }

    private async Task RejectHasExactlyAsync(IEnumerable<string> parts, params string[] of)
    {
        var expected = parts.Order().ToArray();
        string[] Notes(string extension) => [.. Directory.GetFiles(line.Rejected(), "*" + extension)
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => of.Any(text => name!.Contains(text, StringComparison.Ordinal)))
            .Select(name => name![..^37]) // <part>-<kanban id>, and an id has 36 characters
            .Order()];

        await Eventually.HoldsAsync(
            () => Directory.Exists(line.Rejected()) && Notes(".json").Length >= expected.Length, "reject has all faulty parts");
        Assert.Equal(expected, Notes(".json"));
        Assert.Equal(expected, Notes(".pgm"));
    }
}
