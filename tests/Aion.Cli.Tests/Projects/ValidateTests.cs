using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests.Projects;

public sealed class ValidateTests
{
    private const string Good = """
        microservices:
          camera:
            startup: yes
            command: [sleep, "1"]
            nextService:
              default: [{name: judge}]
          judge:
            command: [sleep, "1"]
        """;

    private const string Bad = """
        microservices:
          judge:
            comand: [sleep, "1"]
            nextService:
              default: [{name: archive}]
        """;

    [Fact]
    public async Task Validate_GoodProject_IsOk()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Good);
        var result = (await AionctlProcess.RunAsync(home, "validate")).Expect(ExitCode.Ok);
        Assert.StartsWith("project.yml is valid: 2 microservices", result.Output);
    }

    [Fact]
    public async Task Validate_BadProject_PointsAtEveryMistake()
    {
        await using var home = new TestHome();
        home.Write("line.yml", Bad);
        var result = (await AionctlProcess.RunAsync(home, "validate", "line.yml")).Expect(ExitCode.InvalidProject);
        Assert.Contains("line.yml:3:5: error", result.Output);
        Assert.Contains("    3 |     comand: [sleep, \"1\"]\n      |     ^^^^^^\n", result.Output);
        Assert.Contains("line.yml:5:", result.Output);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Validate_Json_ListsDiagnosticsAndKeepsTextApart()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Bad);
        var result = (await AionctlProcess.RunAsync(home, "validate", "-o", "json")).Expect(ExitCode.InvalidProject);
        var report = result.Json();
        Assert.False(report.GetProperty("valid").GetBoolean());
        var first = report.GetProperty("diagnostics")[0];
        Assert.Equal(("error", 3, 5), (first.GetProperty("severity").GetString(), first.GetProperty("line").GetInt32(), first.GetProperty("column").GetInt32()));
        Assert.Equal(report.GetProperty("errors").GetInt32(), report.GetProperty("diagnostics").GetArrayLength() - report.GetProperty("warnings").GetInt32());
        Assert.Contains("project.yml:3:5: error", result.Error);
    }

    [Theory]
    [InlineData("porject.yml", "Did you mean project.yml?")]
    [InlineData("nowhere/project.yml", "nowhere/project.yml is not there.")]
    public async Task Validate_MissingFile_SaysWhatIsThere(string file, string sentence)
    {
        await using var home = new TestHome();
        home.Write("project.yml", Good);
        var result = (await AionctlProcess.RunAsync(home, "validate", file)).Expect(ExitCode.Usage);
        Assert.Contains(sentence, result.Error);
    }

    [Fact]
    public async Task Validate_Folder_TakesItsProject()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Good);
        (await AionctlProcess.RunAsync(home, "validate", ".")).Expect(ExitCode.Ok);
    }

    [Fact]
    public async Task Graph_Project_IsMermaid()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Good);
        var result = (await AionctlProcess.RunAsync(home, "graph")).Expect(ExitCode.Ok);
        Assert.StartsWith("flowchart LR\n", result.Output);
        Assert.Contains("camera", result.Output);
    }

    [Fact]
    public async Task Graph_Json_ListsRoutes()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Good);
        var graph = (await AionctlProcess.RunAsync(home, "graph", "--output", "json")).Expect(ExitCode.Ok).Json();
        var route = graph.GetProperty("routes")[0];
        Assert.Equal(
            ("camera", "judge", "default"),
            (route.GetProperty("from").GetString(), route.GetProperty("to").GetString(), route.GetProperty("connectionKey").GetString()));
        Assert.Equal(2, graph.GetProperty("services").GetArrayLength());
    }

    [Fact]
    public async Task Graph_BadProject_ShowsDiagnostics()
    {
        await using var home = new TestHome();
        home.Write("project.yml", Bad);
        var result = (await AionctlProcess.RunAsync(home, "graph")).Expect(ExitCode.InvalidProject);
        Assert.Contains("project.yml:3:5: error", result.Output);
    }
}
