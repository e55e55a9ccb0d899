using Aion.Testing;

namespace Aion.FunctionalTests.Hosting;

/// <summary>Where things are in the repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of Aion.Dapr.sln.</summary>
    public static string Root => RepositoryFolder.Root;

    /// <summary>The tool as the build of these tests made it, in the same configuration; AIONCTL names another one.</summary>
    public static string Aionctl { get; } = Environment.GetEnvironmentVariable("AIONCTL") ?? Path.Combine(
        [Root, "src", "Aion.Cli", "bin", .. AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\')[^2..], "aionctl.dll"]);

    public static string Example(string name) => Path.Combine(Root, "examples", name);
}
