using Aion.Contracts.Projectpb;
using Aion.Contracts.Servicepb;
using Aion.Project.Model;
using Aion.Project.Wire;

namespace Aion.Project.Tests.Wire;

public sealed class AionSettingMappingTests
{
    public static TheoryData<string> Valid => CaseFile.Names("valid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Project_OverTheWire_LosesOnlyTheExtensions(string name)
    {
        ProjectModel project = CaseFile.Load("valid", name).Compile().Project!;

        AionSetting received = AionSetting.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(project.ToAionSetting()));
        CompilationResult result = ProjectCompiler.Compile(received);

        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Diagnostics.DiagnosticSeverity.Error);
        Assert.Equal(CaseFile.Show(WithoutExtensions(project)), CaseFile.Show(WithoutExtensions(result.Project!)));
        Assert.All(result.Project!.Services, s => Assert.Null(s.Health));
    }

    [Fact]
    public void Compile_EmptyFields_GetTheDefaults()
    {
        AionSetting setting = new();
        setting.Microservices.Add("b", new Microservice { Startup = true });
        setting.Microservices.Add("a", new Microservice { Startup = true, Scale = -3 });

        ProjectModel project = ProjectCompiler.Compile(setting, new CompileOptions { DefaultDeviceName = "edge" }).Project!;

        Assert.Equal("edge", project.DeviceName);
        Assert.Equal(["a", "b"], project.Services.Select(s => s.Name));
        Assert.All(project.Services, s => Assert.Equal((1, "latest", "default", ServiceNetwork.ClusterIP), (s.Scale, s.Tag, s.ServiceAccount, s.Network)));
    }

    [Fact]
    public void Compile_BrokenSetting_GivesTheSameDiagnosticsAsAFile()
    {
        AionSetting setting = new();
        Microservice camera = new() { Startup = true };
        camera.NextService.Add("default", new NextService { NextServiceSetting = { new NextServiceSetting { NextServiceName = "jugde", NumberPattern = "x" } } });
        setting.Microservices.Add("camera", camera);
        setting.Microservices.Add("judge", new Microservice());

        CompilationResult result = ProjectCompiler.Compile(setting);

        Assert.Equal(["AION060", "AION062"], result.Diagnostics.Select(d => d.Code));
        Assert.All(result.Diagnostics, d => Assert.Equal((1, 1), (d.Line, d.Column)));
        Assert.Equal("Did you mean `judge`?", result.Diagnostics[0].Fix);
    }

    [Fact]
    public void ToAionSetting_Project_UsesAionsWords()
    {
        ProjectModel project = CaseFile.Load("valid", "every-aion-field").Compile().Project!;

        AionSetting setting = project.ToAionSetting();

        Microservice camera = setting.Microservices["camera"];
        Assert.Equal(("line1", "true"), (setting.DeviceName, setting.Debug));
        Assert.Equal(["/devices:/dev:Bidirectional", "/tmp/.X11-unix/:/tmp/.X11-unix/"], camera.VolumeMountPathList);
        Assert.Equal(("NodePort", "BackendService", "UDP", 30088), (camera.Network, camera.Position, camera.Ports[1].Protocol, camera.Ports[0].NodePort));
    }

    private static ProjectModel WithoutExtensions(ProjectModel project) => project with
    {
        Devices = project.Devices.OrderBy(d => d.Key, StringComparer.Ordinal).ToDictionary(),
        Services = [.. project.Services.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => s with
        {
            Env = s.Env.OrderBy(e => e.Key, StringComparer.Ordinal).ToDictionary(),
            NextService = s.NextService.OrderBy(e => e.Key, StringComparer.Ordinal).ToDictionary(),
            Acknowledge = AcknowledgeMode.Delivery, Restart = null, DependsOn = [], Health = null, Dapr = null, Build = [], Reschedule = null,
        })],
    };
}
