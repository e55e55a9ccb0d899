namespace Aion.Cli.Tests;

/// <summary>A home and a project folder that are removed afterwards, and a host in them that is stopped.</summary>
internal sealed class TestHome : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("aionctl-");

    public TestHome()
    {
        Path = System.IO.Path.Combine(_root.FullName, "home");
        Project = _root.CreateSubdirectory("project").FullName;
    }

    /// <summary>AION_HOME; not created.</summary>
    public string Path { get; }

    /// <summary>The folder in which aionctl is started.</summary>
    public string Project { get; }

    /// <summary>Writes a file into the project folder.</summary>
    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Project, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(System.IO.Path.Combine(Path, "run", "host.json")))
        {
            await AionctlProcess.RunAsync(this, "down");
        }
        _root.Delete(recursive: true);
    }
}
