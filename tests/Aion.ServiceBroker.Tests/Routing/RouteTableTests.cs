using Aion.Contracts.Events;
using Aion.Project;
using Aion.ServiceBroker.Routing;

namespace Aion.ServiceBroker.Tests.Routing;

public sealed class RouteTableTests
{
    private const string Project = """
        deviceName: here
        devices:
          there: {addr: 10.0.0.2}
          here: {addr: 10.0.0.1}
        microservices:
          camera:
            command: [x]
            scale: 3
            nextService:
              default: [{name: repo/measure:1.0}]
              ok: [{name: archive, pattern: "0"}]
              both: [{name: repo/measure:1.0}, {name: archive, pattern: "0"}]
              far: [{name: archive, device: there}]
              home: [{name: archive, pattern: "0", device: here}]
          repo/measure:1.0: {command: [x], scale: 3}
          archive:
            command: [x]
            nextService:
              again: [{name: archive}]
        """;

    private static readonly RouteTable Table = new(ProjectCompiler.Compile(Project, "p.yml", new CompileOptions { Platform = TargetPlatform.Processes }).Project!);

    [Theory]
    [InlineData("camera", 1, "default", "", "kanban.before.measure.001")]
    [InlineData("camera", 3, "default", "", "kanban.before.measure.003")]
    [InlineData("camera", 2, "unknown key", "", "kanban.before.measure.002")]
    [InlineData("camera", 2, "", "", "kanban.before.measure.002")]
    [InlineData("camera", 2, "ok", "", "kanban.before.archive.001")]
    [InlineData("camera", 2, "both", "", "kanban.before.measure.002 kanban.before.archive.001")]
    [InlineData("camera", 2, "far", "", "there/archive/2")]
    [InlineData("camera", 2, "far", "here", "no-such-number")]
    [InlineData("camera", 1, "far", "here", "kanban.before.archive.001")]
    [InlineData("camera", 2, "home", "", "kanban.before.archive.001")]
    [InlineData("camera", 2, "ok", "there", "there/archive/1")]
    [InlineData("camera", 2, "ok", "here", "kanban.before.archive.001")]
    [InlineData("camera", 2, "ok", "nowhere", "remote-unknown-device")]
    [InlineData("camera", 4, "default", "", "no-such-number")]
    [InlineData("camera", 0, "default", "", "no-such-number")]
    [InlineData("archive", 1, "again", "", "kanban.before.archive.001")]
    [InlineData("archive", 1, "other", "", "no-route")]
    [InlineData("stranger", 1, "default", "", "no-route")]
    [InlineData("", 1, "default", "", "no-route")]
    public void Resolve_FollowsTheProject(string sender, int number, string key, string device, string expected)
    {
        var destinations = new List<Destination>();
        Table.Resolve(sender, number, key, device, destinations);
        Assert.Equal(expected, string.Join(' ', destinations.Select(d => d.Kind switch
        {
            DestinationKind.Local => d.Topic,
            DestinationKind.Remote => $"{d.Device}/{d.Service}/{d.Number}",
            _ => d.Reason,
        })));
    }

    [Fact]
    public void Resolve_NoProject_IsNoRoute()
    {
        var destinations = new List<Destination>();
        RouteTable.Empty.Resolve("camera", 1, "default", "", destinations);
        Assert.Equal(DeadReasons.NoRoute, Assert.Single(destinations).Reason);
    }
}
