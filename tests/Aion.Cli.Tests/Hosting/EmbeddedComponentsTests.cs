using Aion.Cli.Hosting;

namespace Aion.Cli.Tests.Hosting;

public sealed class EmbeddedComponentsTests
{
    [Fact]
    public async Task Extract_WritesTheFilesOfTheRepositoryAndNothingElse()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        Directory.CreateDirectory(home.Components);
        File.WriteAllText(Path.Combine(home.Components, "old.yaml"), "of an older version");

        var folder = EmbeddedComponents.Extract(home);

        var expected = Directory.GetFiles(Repository.PathOf("components/embedded"), "*.yaml");
        Assert.Equal(expected.Select(Path.GetFileName).Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(expected, file => Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(folder, Path.GetFileName(file)))));
    }
}
