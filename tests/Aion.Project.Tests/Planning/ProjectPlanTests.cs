using Aion.Project.Model;
using Aion.Project.Planning;

namespace Aion.Project.Tests.Planning;

public sealed class ProjectPlanTests
{
    private const string Line = """
        deviceName: line1
        microservices:
          camera:
            startup: yes
            command: [python3, camera.py]
            env: {FPS: 30, TITLE: hall 3}
            nextService:
              default:
                - name: judge
          judge:
            command: [python3, judge.py]
            tag: "1.0"
        """;

    [Fact]
    public void Between_NothingApplied_StartsAndWaits() => Assert.Equal(
        ["start camera-001: new microservice", "wait judge-001: new microservice; starts with its first kanban"],
        Plan(null, Line));

    [Fact]
    public void Between_NewServiceWithoutKanban_WaitsForSomebody() => Assert.Contains(
        "wait judge-001: new microservice; takes no kanbans and has no `startup`, `aionctl start` starts it",
        Plan(null, Line.Replace("tag: \"1.0\"", "withoutKanban: yes", StringComparison.Ordinal).Replace("""
            nextService:
              default:
                - name: judge

        """, "", StringComparison.Ordinal)));

    [Fact]
    public void Between_SameProject_KeepsEverything()
    {
        Assert.Equal(["keep camera-001: unchanged", "keep judge-001: unchanged"], Plan(Line, Line));
        Assert.False(ProjectPlan.Between(Compile(Line), Compile(Line)).ChangesInstances);
    }

    [Fact]
    public void Between_OtherSpellingOfTheSame_KeepsEverything() => Assert.Equal(
        ["keep camera-001: unchanged", "keep judge-001: unchanged"],
        Plan(Line, Line.Replace("{FPS: 30, TITLE: hall 3}", "{TITLE: \"hall 3\", FPS: '30'}", StringComparison.Ordinal).Replace("startup: yes", "startup: true", StringComparison.Ordinal)));

    [Theory]
    [InlineData("FPS: 30", "FPS: 25", "restart camera-001: env.FPS changed")]
    [InlineData("FPS: 30, ", "", "restart camera-001: env.FPS changed")]
    [InlineData("FPS: 30", "FPS: 30, GAIN: 2", "restart camera-001: env.GAIN changed")]
    [InlineData("camera.py", "camera2.py", "restart camera-001: command changed")]
    [InlineData("    startup: yes", "    startup: yes\n    directoryPath: src\n    privileged: yes", "restart camera-001: privileged, directoryPath changed")]
    [InlineData("    startup: yes", "    startup: yes\n    volumeMountPathList: [\"/dev:/dev\"]", "restart camera-001: volumeMountPathList changed")]
    [InlineData("    startup: yes", "    startup: yes\n    dapr: {appPort: 5000}", "restart camera-001: dapr changed")]
    [InlineData("    startup: yes", "    startup: yes\n    build: [make]", "restart camera-001: build changed")]
    [InlineData("tag: \"1.0\"", "tag: \"1.1\"", "restart judge-001: tag (1.0 to 1.1) changed")]
    [InlineData("tag: \"1.0\"", "tag: \"1.0\"\n    startup: yes", "start judge-001: startup changed to yes")]
    [InlineData("- name: judge", "- name: judge\n          pattern: \"0\"", "keep camera-001: nextService.default changed; taken over without a restart")]
    [InlineData("    startup: yes", "    startup: yes\n    always: yes\n    health: {grpc: 50051}", "keep camera-001: always, health changed; taken over without a restart")]
    [InlineData("tag: \"1.0\"", "tag: \"1.0\"\n    acknowledge: output", "keep judge-001: acknowledge changed; taken over without a restart")]
    public void Between_OneChange_TouchesOnlyThatInstance(string before, string after, string expected)
    {
        string[] plan = Plan(Line, Line.Replace(before, after, StringComparison.Ordinal));

        Assert.Contains(expected, plan);
        Assert.Single(plan, step => step.EndsWith(": unchanged", StringComparison.Ordinal));
        Assert.Equal(2, plan.Length);
    }

    [Fact]
    public void Between_ScaleUpAndDown_TouchesOnlyTheOthers()
    {
        string three = Line.Replace("tag: \"1.0\"", "scale: 3\n    tag: \"1.0\"\n    startup: yes", StringComparison.Ordinal);
        string one = Line.Replace("tag: \"1.0\"", "scale: 1\n    tag: \"1.0\"\n    startup: yes", StringComparison.Ordinal);

        Assert.Equal(
            ["keep judge-001: unchanged", "start judge-002: scale changed from 1 to 3", "start judge-003: scale changed from 1 to 3"],
            Plan(one, three)[1..]);
        Assert.Equal(
            ["keep judge-001: unchanged", "stop judge-002: scale changed from 3 to 1", "stop judge-003: scale changed from 3 to 1"],
            Plan(three, one)[1..]);
    }

    [Fact]
    public void Between_ServiceGone_StopsItLast()
    {
        const string Without = "deviceName: line1\nmicroservices:\n  printer:\n    startup: yes\n";

        Assert.Equal(
            ["start printer-001: new microservice", "stop camera-001: no longer in the project", "stop judge-001: no longer in the project"],
            Plan(Line, Without));
    }

    [Fact]
    public void Between_Delete_StopsEverything() => Assert.Equal(
        ["stop camera-001: no longer in the project", "stop judge-001: no longer in the project"],
        ProjectPlan.Between(Compile(Line), null).Steps.Select(s => s.ToString()));

    [Theory]
    [InlineData("deviceName: line1", "deviceName: line2", "deviceName changed from line1 to line2")]
    [InlineData("deviceName: line1", "deviceName: line1\ndebug: yes", "debug changed to yes")]
    public void Between_EnvironmentOfAll_RestartsAll(string before, string after, string reason) => Assert.Equal(
        [$"restart camera-001: {reason}", $"restart judge-001: {reason}"],
        Plan(Line, Line.Replace(before, after, StringComparison.Ordinal)));

    [Fact]
    public void Between_OtherDeviceMoved_KeepsEverything() => Assert.All(
        Plan("devices: {hall4: {addr: 10.0.0.4}}\n" + Line, "devices: {hall4: {addr: 10.0.0.5}}\n" + Line),
        step => Assert.EndsWith(": unchanged", step, StringComparison.Ordinal));

    [Fact]
    public void Between_SecretChanged_IsNotTold() =>
        Assert.DoesNotContain(Plan(Line, Line.Replace("hall 3", "s3cret", StringComparison.Ordinal)), step => step.Contains("s3cret", StringComparison.Ordinal));

    private static string[] Plan(string? applied, string desired) =>
        [.. ProjectPlan.Between(applied is null ? null : Compile(applied), Compile(desired)).Steps.Select(s => s.ToString())];

    private static ProjectModel Compile(string text)
    {
        CompilationResult result = ProjectCompiler.Compile(text, "project.yml");
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        return result.Project!;
    }
}
