using System.Text.Json;

namespace Aion.Cli.Hosting;

/// <summary>Writes and reads <c>run/host.json</c>, and knows a record whose host is gone.</summary>
internal sealed class HostRecordFile(AionHome home)
{
    public void Write(HostRecord record)
    {
        var text = JsonSerializer.Serialize(record, CliJson.Output.HostRecord);
        var temporary = home.HostFile + ".new";
        File.WriteAllText(temporary, text + "\n");
        File.Move(temporary, home.HostFile, overwrite: true);
    }

    public void Delete() => File.Delete(home.HostFile);

    /// <summary>The record of a host that lives, or null when there is none or its process is gone.</summary>
    public HostRecord? ReadLiving() => Read() is { } record && HostProcess.IsRunning(record.Pid, record.StartTime) ? record : null;

    /// <summary>Whatever the file says; null when there is none or it was cut off.</summary>
    public HostRecord? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(home.HostFile), CliJson.Output.HostRecord);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
