using System.Text;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>What is committed works on any machine: no path of somebody's home, no package registry pinned by host name.</summary>
public sealed partial class TrackedTextTests
{
    // This file spells the forbidden words.
    private const string ThisFile = "tests/Repository.Tests/TrackedTextTests.cs";

    [Fact]
    public void TrackedFiles_HaveNoMachinePaths() => AssertNoMatch(MachinePath());

    [Fact]
    public void TrackedFiles_HaveNoRegistryHosts() => AssertNoMatch(RegistryHost());

    [Fact]
    public void TrackedFiles_HaveNoPackageSourceConfiguration()
    {
        var found = RepositoryTree.Files.Where(file =>
            Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file) == "pip.conf"
            || (Path.GetFileName(file) == ".npmrc" && NpmSource().IsMatch(RepositoryTree.Read(file))));
        Assert.Empty(found);
    }

    private static void AssertNoMatch(Regex forbidden)
    {
        var found =
            from file in RepositoryTree.Files
            where file != ThisFile && IsText(file)
            from line in File.ReadLines(RepositoryTree.PathOf(file)).Index()
            where forbidden.IsMatch(line.Item)
            select $"{file}:{line.Index + 1}: {line.Item.Trim()}";
        var all = string.Join('\n', found);
        Assert.True(all.Length == 0, all);
    }

    private static bool IsText(string file)
    {
        using var stream = File.OpenRead(RepositoryTree.PathOf(file));
        Span<byte> start = stackalloc byte[1024];
        var length = stream.Read(start);
        return !start[..length].Contains((byte)0) && !Encoding.UTF8.GetString(start[..length]).Contains('\uFFFD');
    }

    [GeneratedRegex(@"(?<![\w.$}])/(work|root|Users/[a-z]+|home/[a-z]+)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\s*(@[\w-]+:)?(registry|_auth|//)", RegexOptions.Multiline)]
    private static partial Regex NpmSource();

    [GeneratedRegex(@"https?://[\w.:-]*(registry|nuget|npmjs|pypi|artifactory|nexus|proxy\.golang)[\w.:-]*/", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
