using Aion.Testing;

namespace Aion.FunctionalTests.Hosting;

/// <summary>The repository's own components/*.yaml, pointed at a test's Redis.</summary>
internal static class RedisComponents
{
    /// <summary>Copies the files into <c>components/</c> of a folder and answers that path.</summary>
    public static string WriteTo(TempDirectory folder, RedisServer redis)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "components"), "*.yaml"))
        {
            var text = File.ReadAllText(file);
            Assert.Contains("localhost:6379", text, StringComparison.Ordinal);
            var ours = text.Replace("localhost:6379", redis.Host, StringComparison.Ordinal);
            folder.Write(Path.Combine("components", Path.GetFileName(file)), ours);
        }

        return folder.Combine("components");
    }
}
