namespace Aion.FunctionalTests.Hosting;

/// <summary>Where things are in the repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of Aion.Dapr.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The tool as the build of these tests made it, in the same configuration; AIONCTL names another one.</summary>
    public static string Aionctl { get; } = Environment.GetEnvironmentVariable("AIONCTL") ?? Path.Combine(
        [Root, "src", "Aion.Cli", "bin", .. AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\')[^2..], "aionctl.dll"]);

    public static string Example(string name) => Path.Combine(Root, "examples", name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aion.Dapr.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Aion.Dapr.sln above {AppContext.BaseDirectory}");
    }
}
