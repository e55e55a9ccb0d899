using System.Diagnostics;
using Aion.Testing;

namespace Aion.Cli.Tests;

/// <summary>The script at the top of the repository.</summary>
public sealed class ScriptTests
{
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Script_StartedTwiceAtOnceThenAgain_BuildsOnceAndIsQuiet()
    {
        var first = await Task.WhenAll(RunAsync(null), RunAsync(null));
        Assert.All(first, run => Assert.Equal(0, run.ExitCode));
        Assert.All(first, run => Assert.StartsWith("aionctl ", run.Output));
        Assert.True(first.Count(run => run.Error.Contains("building aionctl", StringComparison.Ordinal)) <= 1, "Both starts built.");

        var second = await RunAsync(null);
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
    }

    [Fact]
    public async Task Script_WithoutSdk_SaysWhatToInstall()
    {
        using var folder = new TempDirectory();
        // A PATH with the tools that the script uses and without dotnet.
        foreach (var tool in (string[])["bash", "dirname", "readlink", "grep", "cat"])
        {
            File.CreateSymbolicLink(folder.Combine(tool), Which(tool));
        }
        var run = await RunAsync(folder.FullPath);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The .NET 10 SDK is missing", run.Error);
        Assert.Empty(run.Output);
    }

    // With a PATH of its own the places where an SDK usually lies are hidden, too.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? path)
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf("aionctl"), "version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.FileName = Path.Combine(path, "bash");
            start.Environment["PATH"] = path;
            start.Environment["HOME"] = path;
            start.Environment["AION_DOTNET_PLACES"] = path;
            start.Environment.Remove("DOTNET_ROOT");
        }
        using var script = Process.Start(start)!;
        var output = script.StandardOutput.ReadToEndAsync();
        var error = script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync().WaitAsync(BuildTimeout);
        return (script.ExitCode, await output, await error);
    }

    private static string Which(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
