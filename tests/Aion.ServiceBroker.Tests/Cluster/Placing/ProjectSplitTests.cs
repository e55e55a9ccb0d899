using Aion.Project;
using Aion.Project.Model;
using Aion.Project.Planning;
using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Routing;

namespace Aion.ServiceBroker.Tests.Cluster.Placing;

public sealed class ProjectSplitTests
{
    private static readonly ProjectModel Whole = ProjectCompiler.Compile(
        """
        deviceName: line1
        debug: yes
        devices:
          line1: { addr: 10.0.0.1 }
          hall4: { addr: 10.0.0.4 }
        microservices:
          camera:
            startup: yes
            nextService:
              default: [ { name: judge }, { name: archive, device: line1 }, { name: remote, device: hall4 } ]
          judge:
            dependsOn: [ { name: camera }, { name: archive } ]
            reschedule: after 5m
            nextService:
              ok: [ { name: archive, pattern: "0" } ]
          archive:
            restart: { limit: 7 }
        """,
        "project.yml").Project!;

    private static readonly Dictionary<string, string> Places = new() { ["camera"] = "a", ["judge"] = "b", ["archive"] = "a" };

    [Fact]
    public void PartOf_Node_HasItsServicesUnderItsOwnName()
    {
        var part = Part("a");

        Assert.Equal("a", part.DeviceName);
        Assert.True(part.Debug);
        Assert.Equal(["camera", "archive"], part.Services.Select(s => s.Label));
        Assert.All(part.Services, s => Assert.Equal("a", s.TargetNode));
        Assert.Equal(7, part.Services[1].Restart!.Limit);
    }

    [Fact]
    public void PartOf_RoutesToAnotherNode_LeadToItsDeviceAndTheOthersStay()
    {
        var routes = Part("a").FindService("camera")!.NextService["default"];

        Assert.Equal(["b", null, "hall4"], routes.Select(r => r.Device));
        Assert.Equal(RoutePattern.First, Part("b").FindService("judge")!.NextService["ok"][0].Pattern);
    }

    [Fact]
    public void PartOf_Routed_KanbansForAnotherNodeAreForTheOutbox()
    {
        var destinations = new List<Destination>();

        new RouteTable(Part("b")).Resolve("judge", 3, "ok", "", destinations);

        var to = Assert.Single(destinations);
        Assert.Equal((DestinationKind.Remote, "a", "archive", 1), (to.Kind, to.Device, to.Service, to.Number));
    }

    [Fact]
    public void PartOf_Devices_AreTheProjectsAndTheOtherNodesWithTheirAddresses()
    {
        var devices = Part("b").Devices;

        Assert.Equal(["a", "hall4"], devices.Keys.Order());
        Assert.Equal("192.168.0.7", devices["a"].Addr);
    }

    [Fact]
    public void PartOf_Dependencies_NameTheNodeOfThoseElsewhere()
    {
        var together = new Dictionary<string, string>(Places) { ["camera"] = "b" };

        Assert.Equal(
            [("camera", null), ("archive", "a")],
            ProjectSplit.PartOf(Whole, "b", together, n => n).FindService("judge")!.DependsOn.Select(d => (d.Label, d.Node)));
        Assert.Equal(["a", "a"], Part("b").FindService("judge")!.DependsOn.Select(d => d.Node));
    }

    [Fact]
    public void PartOf_DependencyMovesToAnotherNode_RestartsNothing()
    {
        var moved = new Dictionary<string, string>(Places) { ["camera"] = "c" };
        var plan = ProjectPlan.Between(Part("b"), ProjectSplit.PartOf(Whole, "b", moved, n => n == "a" ? "192.168.0.7" : n));

        Assert.Equal(InstanceAction.Keep, Assert.Single(plan.Steps).Action);
    }

    [Fact]
    public void Fingerprint_ChangesOfTheOtherNodes_ChangeNothing()
    {
        var changed = Whole with { Services = [.. Whole.Services.Select(s => s.Label == "judge" ? s with { Command = ["./judge"] } : s)] };

        Assert.Equal(Print(Whole, "a"), Print(changed, "a"));
        Assert.NotEqual(Print(Whole, "b"), Print(changed, "b"));
    }

    [Fact]
    public void PartOf_AddressBecomesKnown_RestartsNothing()
    {
        var before = ProjectSplit.PartOf(Whole, "b", Places, n => n);
        var plan = ProjectPlan.Between(before, Part("b"));

        Assert.NotEqual(ProjectSplit.Fingerprint(before, "/p"), ProjectSplit.Fingerprint(Part("b"), "/p"));
        Assert.All(plan.Steps, s => Assert.Equal(InstanceAction.Keep, s.Action));
    }

    private static string Print(ProjectModel project, string node) =>
        ProjectSplit.Fingerprint(ProjectSplit.PartOf(project, node, Places, n => n), "/p");

    private static ProjectModel Part(string node) => ProjectSplit.PartOf(Whole, node, Places, n => n == "a" ? "192.168.0.7" : n);
}
