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
        var first = await Task.WhenAll(RunAsync(null, Repository.PathOf("aionctl")), RunAsync(null, Repository.PathOf("aionctl")));
        Assert.All(first, run => Assert.Equal(0, run.ExitCode));
        Assert.All(first, run => Assert.StartsWith("aionctl ", run.Output));
        Assert.True(first.Count(run => run.Error.Contains("building aionctl", StringComparison.Ordinal)) <= 1, "Both starts built.");

        var second = await RunAsync(null, Repository.PathOf("aionctl"));
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
        var run = await RunAsync(folder.FullPath, Repository.PathOf("aionctl"), Path.Combine(folder.FullPath, "bash"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The .NET 10 SDK is missing", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Script_SourceChangedAddedOrRemoved_BuildsAndOnlyThen()
    {
        using var clone = new TempDirectory();
        FakeClone(clone);
        async Task<bool> BuildsAsync()
        {
            var run = await RunAsync(clone.Combine("sdk") + ":" + Environment.GetEnvironmentVariable("PATH"), clone.Combine("aionctl"));
            Assert.Equal((0, "ran version\n"), (run.ExitCode, run.Output));
            return run.Error.Contains("building aionctl", StringComparison.Ordinal);
        }
        Assert.True(await BuildsAsync(), "The first start did not build.");
        Assert.False(await BuildsAsync(), "Nothing changed.");

        // What a build of another program leaves in the source folders.
        clone.Write("src/App/obj/project.assets.json", "{}");
        clone.Write("src/App/bin/App.dll", "");
        Assert.False(await BuildsAsync(), "Only bin and obj were made.");

        File.SetLastWriteTimeUtc(clone.Write("src/App/Added.cs", "old"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(await BuildsAsync(), "A file was added.");
        File.Delete(clone.Combine("src/App/Added.cs"));
        Assert.True(await BuildsAsync(), "A file was removed.");
        clone.Write("src/App/App.cs", "changed");
        Assert.True(await BuildsAsync(), "A file was changed.");
        Assert.False(await BuildsAsync(), "Nothing changed any more.");
    }

    // The script with sources of its own and an SDK that makes a program without compiling.
    private static void FakeClone(TempDirectory clone)
    {
        clone.Write("aionctl", File.ReadAllText(Repository.PathOf("aionctl")));
        clone.Write("eng/dotnet.sh", File.ReadAllText(Repository.PathOf("eng/dotnet.sh")));
        foreach (var file in (string[])["src/App/App.cs", "components/embedded/state.yaml", "Directory.Build.props", "global.json"])
        {
            clone.Write(file, "");
        }
        var sdk = clone.Write("sdk/dotnet", $"""
            #!/bin/sh
            [ "$1" = build ] || exec echo "10.0.100 [/sdk]"
            release={clone.Combine("artifacts/aionctl/bin/Aion.Cli/release")}
            mkdir -p $release
            printf '#!/bin/sh\necho ran "$@"\n' >$release/aionctl
            chmod +x $release/aionctl
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(sdk, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // With a PATH of its own the places where an SDK usually lies are hidden, too.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? path, string script, string bash = "bash")
    {
        var start = new ProcessStartInfo(bash, [script, "version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
            start.Environment["HOME"] = "/nowhere";
            start.Environment["AION_DOTNET_PLACES"] = "/nowhere";
            start.Environment.Remove("DOTNET_ROOT");
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(BuildTimeout);
        return (process.ExitCode, await output, await error);
    }

    private static string Which(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
