using System.Text.Json;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>
/// Remembers in <c>$AION_HOME/run/runs</c> which run of an instance was started and how it ended, so that an order that is
/// repeated after a crash of the broker is recognised: a run is started once, and its end is known although nobody was told.
/// </summary>
/// <remarks>
/// Written without flush to the disk: what must survive is a kill of the broker. After a power cut there are no processes, and
/// nothing that a repeated start could double.
/// </remarks>
internal sealed class RunLedger(IOptions<ServiceBrokerOptions> options, ILogger<RunLedger> logger)
{
    private readonly string _folder = Path.Combine(options.Value.Home, "run", "runs");

    public LedgerEntry? Read(string name)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
            return MachineJson.Read<LedgerEntry>(json.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Started(string name, int run) => Write(name, new LedgerEntry(run));

    public void Ended(string name, int run, InstanceExit exit, DateTimeOffset at) =>
        Write(name, new LedgerEntry(run) { End = exit.Cause, Succeeded = exit.Succeeded, EndedAt = at });

    public void Forget(string name) => Try(name, () => File.Delete(PathOf(name)));

    /// <summary>Everything was ended on purpose: the next broker starts anew and does not count ends as crashes.</summary>
    public void NoteOrderlyStop() => Try("stopped", () => OrderlyStop.Note(options.Value.Home));

    /// <summary>Whether the last broker stopped in order; asked once.</summary>
    public bool TakeOrderlyStop() => OrderlyStop.Take(options.Value.Home);

    private void Write(string name, LedgerEntry entry) => Try(name, () =>
    {
        Directory.CreateDirectory(_folder);
        var draft = PathOf(name) + ".new";
        File.WriteAllText(draft, MachineJson.Write(entry).GetRawText());
        File.Move(draft, PathOf(name), overwrite: true);
    });

    // A full disk must not keep an instance from running or from being started again.
    private void Try(string name, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LedgerNotWritten(logger, name, e.Message);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");
}
