namespace Aion.Testing;

/// <summary>The clone that the running tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder of Aion.Dapr.sln.</summary>
    public static string Root { get; } = FindRoot();

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
