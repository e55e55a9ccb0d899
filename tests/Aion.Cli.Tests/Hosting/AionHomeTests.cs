using Aion.Cli.Hosting;

namespace Aion.Cli.Tests.Hosting;

public sealed class AionHomeTests
{
    [Fact]
    public void Resolve_Option_WinsOverVariable() => Assert.Equal("/a", AionHome.Resolve("/a", _ => "/b").Path);

    [Fact]
    public void Resolve_Variable_WinsOverDefault() => Assert.Equal("/b", AionHome.Resolve(null, name => name == "AION_HOME" ? "/b" : null).Path);

    [Fact]
    public void Resolve_Nothing_IsInTheUsersFolder() =>
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aion"), AionHome.Resolve(null, _ => null).Path);
}
