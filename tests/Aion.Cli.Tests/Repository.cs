using Aion.Testing;

namespace Aion.Cli.Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    public static string Root => RepositoryFolder.Root;

    public static string PathOf(string relative) => Path.Combine(Root, relative);
}
