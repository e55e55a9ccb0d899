namespace Aion.ServiceBroker.Tests;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aion-broker").FullName;

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

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
