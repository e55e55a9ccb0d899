namespace Aion.ServiceBroker.Tests;

internal sealed class TempFolder : IDisposable
{
    private readonly bool _owns;

    public TempFolder() => (Path, _owns) = (Directory.CreateTempSubdirectory("aion-broker").FullName, true);

    /// <summary>A folder of somebody else, who deletes it.</summary>
    public TempFolder(string path) => Path = path;

    public string Path { get; }

    public string File(string name, string text, bool executable = false)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, (UnixFileMode)(executable ? 0b111_101_101 : 0b110_100_100));
        }

        return path;
    }

    public void Dispose()
    {
        if (_owns)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
