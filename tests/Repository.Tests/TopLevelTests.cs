namespace Repository.Tests;

/// <summary>The top level is what a newcomer sees first: it holds what the design lists and nothing else.</summary>
public sealed class TopLevelTests
{
    private static readonly HashSet<string> Folders =
        ["components", "dapr-config", "deploy", "docs", "examples", "bench", "eng", "src", "tests"];

    private static readonly HashSet<string> Files =
    [
        "Aion.Dapr.sln", "README.md", "LICENSE", "aionctl", "dapr.yaml", "tye.yaml", "global.json",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
    ];

    [Fact]
    public void TopLevel_HoldsOnlyWhatTheDesignLists()
    {
        var unexpected = RepositoryTree.Files.Where(file => !IsExpected(file.Split('/')));
        Assert.Empty(unexpected);
    }

    [Theory]
    [InlineData("aionctl")]
    [InlineData("tests/run")]
    [InlineData(".ci/run")]
    public void Script_IsExecutable(string script)
    {
        Assert.True(File.Exists(RepositoryTree.PathOf(script)), $"{script} is missing.");
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(RepositoryTree.PathOf(script)).HasFlag(UnixFileMode.UserExecute), $"{script} is not executable.");
        }
    }

    private static bool IsExpected(string[] parts) =>
        parts[0].StartsWith('.') || (parts.Length == 1 ? Files.Contains(parts[0]) : Folders.Contains(parts[0]));
}
