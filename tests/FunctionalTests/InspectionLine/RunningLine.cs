using Aion.FunctionalTests.Hosting;
using Aion.Testing;

namespace Aion.FunctionalTests.InspectionLine;

/// <summary>The sample, as a new user runs it, with one good part already through. The tests of the class share it.</summary>
public sealed class RunningLine : IAsyncLifetime
{
    private readonly TempDirectory _folder = new();

    /// <summary>The committed pictures.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        Directory.GetFiles(Path.Combine(Repository.Example("inspection-line"), "pictures"), "*.pgm");

    public AionHost Host { get; private set; } = null!;

    /// <summary>The services that ran when a good part was through and no faulty one had come.</summary>
    public IReadOnlyList<InstanceStatus> AfterTheFirstGoodPart { get; private set; } = [];

    internal Report Report => Report.Read(Host.Home);

    public async Task InitializeAsync()
    {
        var project = Path.Combine(Repository.Example("inspection-line"), "project.yml");
        Host = new AionHost(Repository.Aionctl, project, _folder.Combine("home"));
        await Host.StartAsync();
        await Eventually.HoldsAsync(() => Directory.Exists(Taken(1)) && Directory.Exists(Taken(2)), "the cameras make their inboxes");
        Drop(Pictures.First(p => p.EndsWith("good-1.pgm", StringComparison.Ordinal)), 1, "good-first.pgm");
        await ReportedAsync("-first", 1);
        AfterTheFirstGoodPart = await Host.InstancesAsync();
    }

    public async Task DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Where pictures are dropped.</summary>
    public string Inbox(int lane) => Path.Combine(Host.Home, "Data", $"camera_{lane}", "inbox");

    /// <summary>Where camera keeps what it has taken and not sent yet.</summary>
    public string Taken(int lane) => Path.Combine(Inbox(lane), ".taken");

    /// <summary>The folder of the parts that reject has.</summary>
    public string Rejected() => Path.Combine(Host.Home, "Data", "reject_1", "parts");

    /// <summary>Puts a picture into an inbox, whole from the first moment on.</summary>
    public void Drop(string picture, int lane, string name)
    {
        var hidden = Path.Combine(Inbox(lane), "." + name);
        File.Copy(picture, hidden);
        File.Move(hidden, Path.Combine(Inbox(lane), name));
    }

    /// <summary>Drops all committed pictures; the part's name gets the suffix.</summary>
    public void DropAll(int lane, string suffix)
    {
        foreach (var picture in Pictures)
        {
            Drop(picture, lane, Path.GetFileNameWithoutExtension(picture) + suffix + ".pgm");
        }
    }

    /// <summary>Waits until so many parts whose names hold the text are in the report, and answers them.</summary>
    internal async Task<IReadOnlyList<ReportRow>> ReportedAsync(string text, int count)
    {
        IReadOnlyList<ReportRow> rows = [];
        await Eventually.HoldsAsync(
            () => (rows = [.. Report.Rows.Where(row => row.Part.Contains(text, StringComparison.Ordinal))]).Count >= count,
            $"{count} parts '{text}' are in the report; {rows.Count} are");
        return rows;
    }
}
