using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.State;

namespace Aion.Contracts.Tests;

public sealed class ContractsJsonContextTests
{
    [Fact]
    public void AppliedProject_AsJson_IsReadBack()
    {
        var project = new AppliedProject(3, "dev", [new AppliedService("judge", 2, false, AcknowledgeModes.Output)]);

        var json = JsonSerializer.Serialize(project, ContractsJsonContext.Default.AppliedProject);
        var copy = JsonSerializer.Deserialize(json, ContractsJsonContext.Default.AppliedProject)!;

        Assert.Equal(
            """{"generation":3,"deviceName":"dev","services":[{"name":"judge","scale":2,"withoutKanban":false,"acknowledge":"output"}]}""", json);
        Assert.Equal((project.Generation, project.DeviceName), (copy.Generation, copy.DeviceName));
        Assert.Equal(project.Services, copy.Services);
    }

    [Fact]
    public void LifecycleEvent_AsJson_LeavesNullsOut() =>
        Assert.Equal(
            """{"type":"aion.project.applied.v1","time":"2026-01-01T00:00:00+00:00","generation":3,"number":0}""",
            JsonSerializer.Serialize(
                new LifecycleEvent { Type = LifecycleEvent.ProjectApplied, Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Generation = 3 },
                ContractsJsonContext.Default.LifecycleEvent));
}
