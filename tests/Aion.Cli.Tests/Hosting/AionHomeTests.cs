using System.Runtime.Versioning;
using Aion.Cli.Hosting;
using Aion.Testing;

namespace Aion.Cli.Tests.Hosting;

public sealed class AionHomeTests
{
    [Fact]
    public void Resolve_Option_WinsOverVariable() => Assert.Equal("/a", AionHome.Resolve("/a", _ => "/b").Path);

    [Fact]
    public void Resolve_Variable_WinsOverDefault() => Assert.Equal("/b", AionHome.Resolve(null, name => name == "AION_HOME" ? "/b" : null).Path);

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Create_StateLogsAndRun_AreForThisUserOnly()
    {
        using var directory = new TempDirectory();
        var home = new AionHome(directory.Combine("home"));

        home.Create();

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var folder in (string[])[home.State, home.Logs, home.Run, home.Builds])
        {
            Assert.Equal(default, File.GetUnixFileMode(folder) & Others);
        }
    }

    [Fact]
    public void Resolve_Nothing_IsInTheUsersFolder() =>
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aion"), AionHome.Resolve(null, _ => null).Path);
}
