using System.Text.Json;
using Aion.Project.Model;

namespace Aion.Project.Tests.Model;

public sealed class ProjectJsonTests
{
    public static TheoryData<string> Valid => CaseFile.Names("valid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Project_StoredAndRead_IsTheSame(string name)
    {
        string json = ProjectJson.Serialize(CaseFile.Load("valid", name).Compile().Project!);

        ProjectModel read = ProjectJson.Deserialize(json);

        Assert.Equal(json, ProjectJson.Serialize(read));
        Assert.DoesNotContain('\n', json);
    }

    [Fact]
    public void Deserialize_NewerVersion_IgnoresWhatItDoesNotKnow()
    {
        ProjectModel project = ProjectJson.Deserialize("""{"deviceName":"line1","later":{"a":1},"services":[{"name":"x:1","label":"x","image":"x","soon":true}]}""");

        Assert.Equal("x", Assert.Single(project.Services).Label);
        Assert.Equal(("latest", 1, "default"), (project.Services[0].Tag, project.Services[0].Scale, project.Services[0].ServiceAccount));
        Assert.Empty(project.Services[0].NextService);
    }

    [Fact]
    public void Deserialize_OlderVersion_FillsInNestedDefaults()
    {
        ProjectModel project = ProjectJson.Deserialize("""
            {"deviceName":"line1","devices":{"d":{"name":"d","addr":"10.0.0.4"}},
             "services":[{"name":"x","label":"x","image":"x","restart":{"backoff":{"first":"00:00:02"}},"health":{"kanbanWithin":"00:01:00"}}]}
            """);

        Assert.Equal(22, project.Devices["d"].SshPort);
        Assert.Equal(new BackoffModel { First = TimeSpan.FromSeconds(2) }, project.Services[0].Restart!.Backoff);
        Assert.Equal(3, project.Services[0].Health!.Failures);
        Assert.Empty(project.Services[0].Health!.Command);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"services":[]}""")]
    public void Deserialize_NoProject_Throws(string json) => Assert.ThrowsAny<JsonException>(() => ProjectJson.Deserialize(json));
}
