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
        async Task<bool> BuildsAsync() => (await BuildAsync(clone)).Contains("building aionctl", StringComparison.Ordinal);
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

    [Fact]
    public async Task Script_AheadOfTime_RunsCompiledAssembliesAndCompilesOnlyWhatChanged()
    {
        using var clone = new TempDirectory();
        FakeClone(clone);
        clone.Write("sdk/assemblies/Same.dll", "same");
        clone.Write("sdk/assemblies/Changing.dll", "before");
        Program(clone, "sdk/compiler/crossgen2", $"""echo "$1" >>{clone.Combine("compiled")}; printf 'compiled ' >"$3"; cat "$1" >>"$3" """);
        await BuildAsync(clone);
        Assert.Equal("same", Installed(clone, "Same.dll"));

        // Asked for, it is a reason to build again; then not any more.
        Assert.Contains("building aionctl", await BuildAsync(clone, ahead: true), StringComparison.Ordinal);
        Assert.Equal("compiled same", Installed(clone, "Same.dll"));
        Assert.Equal("compiled before", Installed(clone, "Changing.dll"));
        Assert.Empty(await BuildAsync(clone, ahead: true));

        clone.Write("sdk/assemblies/Changing.dll", "after");
        clone.Write("src/App/App.cs", "changed");
        await BuildAsync(clone, ahead: true);
        Assert.Equal("compiled same", Installed(clone, "Same.dll"));
        Assert.Equal("compiled after", Installed(clone, "Changing.dll"));
        Assert.Equal(3, File.ReadAllLines(clone.Combine("compiled")).Length);
    }

    [Fact]
    public async Task Script_AheadOfTimeWithoutACompilerOrWithOneThatFails_SaysSoAndRunsAssembliesAsBuilt()
    {
        using var clone = new TempDirectory();
        FakeClone(clone);
        clone.Write("sdk/assemblies/App.dll", "built");
        var missing = await BuildAsync(clone, ahead: true);
        Assert.Contains("not compiled ahead of time: .NET's Crossgen2 package cannot be restored", missing, StringComparison.Ordinal);
        Assert.Equal("built", Installed(clone, "App.dll"));
        Assert.Empty(await BuildAsync(clone, ahead: true));

        Program(clone, "sdk/compiler/crossgen2", """printf 'half' >"$3"; echo wrong >&2; exit 1""");
        clone.Write("src/App/App.cs", "changed");
        Assert.Contains("not compiled ahead of time: 1 assemblies", await BuildAsync(clone, ahead: true), StringComparison.Ordinal);
        Assert.Equal("built", Installed(clone, "App.dll"));
    }

    private static async Task<string> BuildAsync(TempDirectory clone, bool ahead = false)
    {
        var run = await RunAsync(clone.Combine("sdk") + ":" + Environment.GetEnvironmentVariable("PATH"), clone.Combine("aionctl"), ahead: ahead);
        Assert.Equal((0, "ran version\n"), (run.ExitCode, run.Output));
        return run.Error;
    }

    private static string Installed(TempDirectory clone, string assembly) => File.ReadAllText(
        clone.Combine($"artifacts/aionctl/{File.ReadAllText(clone.Combine("artifacts/aionctl/stamp")).Trim()}/{assembly}"));

    // The script with sources of its own and an SDK that makes a program without compiling.
    private static void FakeClone(TempDirectory clone)
    {
        clone.Write("aionctl", File.ReadAllText(Repository.PathOf("aionctl")));
        clone.Write("eng/dotnet.sh", File.ReadAllText(Repository.PathOf("eng/dotnet.sh")));
        clone.Write("eng/ahead.sh", File.ReadAllText(Repository.PathOf("eng/ahead.sh")));
        foreach (var file in (string[])["src/App/App.cs", "components/embedded/state.yaml", "Directory.Build.props", "global.json"])
        {
            clone.Write(file, "");
        }
        // msbuild is what asks for the compiler: it is on the feed when the test has put it there.
        Program(clone, "sdk/dotnet", $"""
            cd {clone.FullPath}
            case $1 in
            build)
                release=artifacts/aionctl/bin/Aion.Cli/release
                mkdir -p $release
                printf '#!/bin/sh\necho ran "$@"\n' >$release/aionctl
                chmod +x $release/aionctl
                cp sdk/assemblies/*.dll $release 2>/dev/null || true ;;
            msbuild)
                [ -d sdk/compiler ] || exit 1
                printf '%s\n10.0.0\n' {clone.Combine("sdk/compiler")} >artifacts/aionctl/ahead/compiler ;;
            *) echo "10.0.100 [/sdk]" ;;
            esac
            """);
    }

    private static void Program(TempDirectory clone, string path, string script)
    {
        var file = clone.Write(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // With a PATH of its own the places where an SDK usually lies are hidden, too.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? path, string script, string bash = "bash", bool ahead = false)
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
            start.Environment["AION_AHEAD"] = ahead ? "yes" : "";
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
