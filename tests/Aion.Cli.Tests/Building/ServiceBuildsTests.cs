using Aion.Cli.Building;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Projects;
using Aion.Project;
using Aion.Testing;

namespace Aion.Cli.Tests.Building;

public sealed class ServiceBuildsTests
{
    [Fact]
    public async Task Outdated_AfterABuild_IsEmptyUntilASourceChanges()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "touch bin/out");
        var step = Assert.Single(builds.Outdated(project));
        await builds.RunAsync(step, CancellationToken.None);
        Assert.Empty(builds.Outdated(project));

        File.SetLastWriteTimeUtc(test.Write("service/main.py", "print(2)"), File.GetLastWriteTimeUtc(test.Write("service/main.py", "print(2)")).AddSeconds(2));
        Assert.Single(builds.Outdated(project));
    }

    [Fact]
    public async Task Run_EveryBuild_LeavesAStampOfItsOwn()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "true");
        var step = builds.Outdated(project).Single();
        var stamp = Path.Combine(test.Path, "run", "builds", step.Service + ".stamp");
        await builds.RunAsync(step, CancellationToken.None);
        var first = await File.ReadAllTextAsync(stamp);
        Assert.StartsWith(step.Key, first);

        await builds.RunAsync(step, CancellationToken.None);
        var second = await File.ReadAllTextAsync(stamp);
        Assert.NotEqual(first, second);

        await Assert.ThrowsAsync<CliException>(() => builds.RunAsync(step with { Command = ["false"] }, CancellationToken.None));
        Assert.Equal(second, await File.ReadAllTextAsync(stamp));
    }

    [Fact]
    public async Task Outdated_FileAddedOrRemoved_IsBuiltAgain()
    {
        await using var test = new TestHome();
        test.Write("service/part/removed.py", "");
        var (builds, project) = Prepare(test, "mkdir -p part/bin; touch part/bin/out");
        await builds.RunAsync(builds.Outdated(project).Single(), CancellationToken.None);
        Assert.Empty(builds.Outdated(project));

        File.Delete(Path.Combine(test.Project, "service/part/removed.py"));
        await builds.RunAsync(Assert.Single(builds.Outdated(project)), CancellationToken.None);
        File.SetLastWriteTimeUtc(test.Write("service/added.py", ""), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Single(builds.Outdated(project));
    }

    [Fact]
    public async Task Outdated_ReferencedProjectOrPropertiesChange_IsBuiltAgain()
    {
        await using var test = new TestHome();
        test.Write("service/service.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="$(Shared)/shared.csproj" /></ItemGroup></Project>""");
        test.Write("shared/shared.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        var source = test.Write("shared/Shared.cs", "");
        var properties = test.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Shared>$(MSBuildThisFileDirectory)shared</Shared>
              </PropertyGroup>
            </Project>
            """);
        // Restoring is what finds the projects, and takes a third of a build's time.
        var (builds, project) = Prepare(test, "dotnet restore");
        await builds.RunAsync(builds.Outdated(project).Single(), CancellationToken.None);
        Assert.Empty(builds.Outdated(project));

        foreach (var changed in (string[])[source, properties])
        {
            var before = File.GetLastWriteTimeUtc(changed);
            File.SetLastWriteTimeUtc(changed, before.AddHours(1));
            Assert.Single(builds.Outdated(project));
            File.SetLastWriteTimeUtc(changed, before);
        }
    }

    [Fact]
    public async Task Outdated_ProgramWasRemoved_IsBuiltAgain()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "touch bin/program", "./bin/program");
        await builds.RunAsync(builds.Outdated(project).Single(), CancellationToken.None);
        Assert.Empty(builds.Outdated(project));
        File.Delete(Path.Combine(test.Project, "service/bin/program"));
        Assert.Single(builds.Outdated(project));
    }

    [Fact]
    public async Task RunAsync_FailingStep_ShowsItsOutputAndStaysOutdated()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "echo line 7: no such type >&2; exit 4");
        var failure = await Assert.ThrowsAsync<CliException>(() => builds.RunAsync(builds.Outdated(project).Single(), CancellationToken.None));
        Assert.Equal(ExitCode.BuildFailed, failure.ExitCode);
        Assert.Contains("measure failed with exit code 4", failure.Message);
        Assert.Contains("line 7: no such type", failure.Message);
        Assert.Single(builds.Outdated(project));
    }

    [Fact]
    public async Task Outdated_FolderMissing_LeavesTheStepOutUntilItIsThere()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "true");
        var folder = Path.Combine(test.Project, "service");
        Directory.Move(folder, folder + "-unmounted");
        Assert.Empty(builds.Outdated(project));
        Directory.Move(folder + "-unmounted", folder);
        Assert.Single(builds.Outdated(project));
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsTheStep()
    {
        await using var test = new TestHome();
        var (builds, project) = Prepare(test, "touch started; exec sleep 600");
        using var cancel = new CancellationTokenSource();
        var run = builds.RunAsync(builds.Outdated(project).Single(), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within30s());
        Assert.Single(builds.Outdated(project));
    }

    private static (ServiceBuilds Builds, CompiledProject Project) Prepare(TestHome test, string script, string program = "python3")
    {
        Directory.CreateDirectory(Path.Combine(test.Project, "service", "bin"));
        test.Write("service/main.py", "print(1)");
        var file = test.Write("project.yml", $"""
            microservices:
              measure:
                directoryPath: service
                command: [{program}]
                build: [sh, -c, "{script}"]
            """);
        var home = new AionHome(test.Path);
        home.Create();
        var compiled = ProjectCompiler.CompileFile(file);
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
        return (new ServiceBuilds(home), new CompiledProject(file, compiled.Project!));
    }
}
