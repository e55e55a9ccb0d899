using System.Text.Json;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>One file per running instance in <c>$AION_HOME/run/instances</c>.</summary>
internal sealed class InstanceRecordStore(string folder)
{
    /// <summary>Replaces the record in one step, so that a reader never sees half of it.</summary>
    public void Save(InstanceRecord record)
    {
        Directory.CreateDirectory(folder);
        var target = PathOf(record.Name);
        var draft = target + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(record, InstanceRecordJson.Default.InstanceRecord));
        File.Move(draft, target, overwrite: true);
    }

    /// <summary>Removes the record, unless it already belongs to a later start.</summary>
    public void Remove(InstanceRecord record)
    {
        if (Load(record.Name)?.Token == record.Token)
        {
            File.Delete(PathOf(record.Name));
        }
    }

    /// <summary>Null when there is none or it cannot be read.</summary>
    public InstanceRecord? Load(string name) => Read(PathOf(name));

    public IReadOnlyList<InstanceRecord> LoadAll() => !Directory.Exists(folder) ? []
        : [.. Directory.GetFiles(folder, "*.json").Select(Read).OfType<InstanceRecord>()];

    private static InstanceRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), InstanceRecordJson.Default.InstanceRecord);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".json");
}
