using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Tests;

public sealed class ProjectCompilerTests
{
    [Fact]
    public void CompileFile_MissingFile_IsADiagnostic()
    {
        CompilationResult result = ProjectCompiler.CompileFile("no-such-folder/project.yml");

        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("AION001", 1, 1), (diagnostic.Code, diagnostic.Line, diagnostic.Column));
        Assert.Equal("`no-such-folder/project.yml` cannot be read: it does not exist.", diagnostic.Message);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public void CompileFile_Directory_IsADiagnostic()
    {
        Diagnostic diagnostic = Assert.Single(ProjectCompiler.CompileFile(AppContext.BaseDirectory).Diagnostics);

        Assert.Equal("AION001", diagnostic.Code);
        Assert.EndsWith("it is a directory.", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_NoDeviceName_TakesTheDefault()
    {
        ProjectModel project = Compile("microservices:\n  camera:\n    startup: yes\n", new CompileOptions { DefaultDeviceName = "hall3" });

        Assert.Equal("hall3", project.DeviceName);
    }

    [Fact]
    public void Compile_RouteToOwnDefaultName_IsLocal()
    {
        ProjectModel project = Compile(
            "microservices:\n  a: {startup: yes, nextService: {default: [{name: b, device: hall3}]}}\n  b: {scale: 1}\n",
            new CompileOptions { DefaultDeviceName = "hall3" });

        Assert.True(project.IsLocal(project.Services[0].NextService["default"][0]));
    }

    [Theory]
    [InlineData(TargetPlatform.Any, true)]
    [InlineData(TargetPlatform.Kubernetes, true)]
    [InlineData(TargetPlatform.Processes, false)]
    public void Compile_ServiceWithoutCommand_FailsOnlyForProcesses(TargetPlatform platform, bool succeeds)
    {
        CompilationResult result = ProjectCompiler.Compile("microservices:\n  camera:\n    startup: yes\n", "project.yml", new CompileOptions { Platform = platform });

        Assert.Equal(succeeds, result.Succeeded);
    }

    [Fact]
    public void Compile_SharedPortForKubernetes_IsFine()
    {
        const string Text = "microservices:\n  a: {startup: yes, command: [a], ports: [{port: 80}]}\n  b: {startup: yes, command: [b], ports: [{port: 80}]}\n";

        Assert.Empty(ProjectCompiler.Compile(Text, "project.yml", new CompileOptions { Platform = TargetPlatform.Kubernetes }).Diagnostics);
        Assert.Equal("AION088", Assert.Single(ProjectCompiler.Compile(Text, "project.yml").Diagnostics).Code);
    }

    [Fact]
    public void CompileFile_DirectoryPathThatExists_IsFine()
    {
        string folder = Directory.CreateTempSubdirectory("aion").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "src", "camera"));
        string file = Path.Combine(folder, "project.yml");
        File.WriteAllText(file, "microservices:\n  camera:\n    startup: yes\n    command: [python3, main.py]\n    directoryPath: src/camera\n");

        CompilationResult result = ProjectCompiler.CompileFile(file, new CompileOptions { Platform = TargetPlatform.Processes });

        Assert.Empty(result.Diagnostics);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Diagnostic_Printed_CanBeLinkedByEditors()
    {
        Diagnostic diagnostic = Assert.Single(ProjectCompiler.Compile("microservices:\n  camera:\n    startup: yes\n    evn: {A: 1}\n", "line/project.yml").Diagnostics);

        Assert.Equal("line/project.yml:4:5: error AION020: `evn` is not a key of microservice `camera`. Did you mean `env`?", diagnostic.ToString());
    }

    [Fact]
    public void Compile_FiveHundredServices_GivesThemInOrder()
    {
        IEnumerable<string> services = Enumerable.Range(0, 500).Select(i => $"  station-{i}:\n    startup: yes\n    command: [python3, main.py]\n    nextService:\n      default:\n        - name: station-{(i + 1) % 501}\n");
        string text = "microservices:\n" + string.Concat(services) + "  station-500:\n    command: [python3, main.py]\n";

        ProjectModel project = Compile(text, CompileOptions.Default);

        Assert.Equal(Enumerable.Range(0, 501).Select(i => $"station-{i}"), project.Services.Select(s => s.Name));
    }

    [Fact]
    public void FindService_NameOrLabel_FindsTheSame()
    {
        ProjectModel project = Compile("microservices:\n  factory/camera:1.0:\n    startup: yes\n", CompileOptions.Default);

        Assert.Same(project.Services[0], project.FindService("factory/camera:1.0"));
        Assert.Same(project.Services[0], project.FindService("camera"));
        Assert.Null(project.FindService("judge"));
        Assert.Equal("camera-007", project.Services[0].InstanceName(7));
    }

    private static ProjectModel Compile(string text, CompileOptions options)
    {
        CompilationResult result = ProjectCompiler.Compile(text, "project.yml", options);
        Assert.Empty(result.Diagnostics);
        return result.Project!;
    }
}
