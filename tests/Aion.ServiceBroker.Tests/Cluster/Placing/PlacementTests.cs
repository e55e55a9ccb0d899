using Aion.Project;
using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Placing;

namespace Aion.ServiceBroker.Tests.Cluster.Placing;

public sealed class PlacementTests
{
    private static readonly NodeCandidate[] Equal = [new("a", new LoadFigures(2, 0, 0)), new("b", new LoadFigures(2, 0, 0))];

    [Fact]
    public void Of_TargetNode_WinsOverPlaceAndLoadAlsoWhenNobodyKnowsIt()
    {
        var places = Placement.Of(Project("judge: { targetNode: elsewhere }"), Before(("judge", "a")), Equal);

        Assert.Equal("elsewhere", places["judge"]);
    }

    [Fact]
    public void Of_ServiceThatHasAPlace_StaysThoughAnotherNodeIsIdle()
    {
        NodeCandidate[] nodes = [new("a", new LoadFigures(1, 1, 1)), new("b", new LoadFigures(64, 0, 0))];

        Assert.Equal("a", Placement.Of(Project("judge: {}"), Before(("judge", "a")), nodes)["judge"]);
    }

    [Fact]
    public void Of_ServiceOnANodeThatIsNoCandidate_StaysThere() =>
        Assert.Equal("lost", Placement.Of(Project("judge: {}"), Before(("judge", "lost")), Equal)["judge"]);

    [Fact]
    public void Of_TargetNodeTakenOutOfTheFile_LeavesItWhereItWas()
    {
        var with = Placement.Of(Project("judge: { targetNode: b }"), Before(), Equal);

        Assert.Equal("b", Placement.Of(Project("judge: {}"), with, Equal)["judge"]);
    }

    [Fact]
    public void Of_ServicesThatRoutesAndDependenciesConnect_GoTogether()
    {
        var places = Placement.Of(
            Project(
                "camera: { nextService: { default: [ { name: judge } ] } }", "judge: {}",
                "viewer: { dependsOn: [ { name: judge } ] }", "other: {}"),
            Before(), Equal);

        Assert.Single(new[] { "camera", "judge", "viewer" }.Select(s => places[s]).Distinct());
        Assert.NotEqual(places["camera"], places["other"]);
    }

    [Fact]
    public void Of_RouteToADevice_ConnectsNothing()
    {
        var places = Placement.Of(
            Project("camera: { nextService: { default: [ { name: judge, device: hall4 } ] } }", "judge: {}"), Before(), Equal);

        Assert.NotEqual(places["camera"], places["judge"]);
    }

    [Fact]
    public void Of_NewServiceBesidePlacedOnes_GoesWhereMostOfItsConnectionsLead()
    {
        NodeCandidate[] nodes = [.. Equal, new("idle", new LoadFigures(64, 0, 0))];
        var places = Placement.Of(
            Project(
                "one: { nextService: { default: [ { name: new } ] } }", "two: { nextService: { default: [ { name: new } ] } }",
                "three: { nextService: { default: [ { name: new } ] } }", "new: {}"),
            Before(("one", "a"), ("two", "b"), ("three", "b")), nodes);

        Assert.Equal("b", places["new"]);
    }

    [Theory]
    [InlineData(2, 0.9, 0.1, "b")]
    [InlineData(2, 0.1, 0.9, "b")]
    [InlineData(1, 0, 0, "b")]
    [InlineData(4, 0, 0, "a")]
    [InlineData(2, 0.04, 0.04, "a")]
    public void Of_NothingConnected_GoesToTheLeastBusyNode(int cores, double cpu, double memory, string expected)
    {
        NodeCandidate[] nodes = [new("a", new LoadFigures(cores, cpu, memory)), new("b", new LoadFigures(2, 0, 0))];

        Assert.Equal(expected, Placement.Of(Project("judge: {}"), Before(), nodes)["judge"]);
    }

    [Fact]
    public void Of_ManyInstances_AreCountedByScaleAndStayOnOneNode()
    {
        var places = Placement.Of(Project("big: { scale: 4 }", "s1: {}", "s2: {}", "s3: {}"), Before(), Equal);

        Assert.Equal("a", places["big"]);
        Assert.Equal(["b", "b", "b"], new[] { "s1", "s2", "s3" }.Select(s => places[s]));
    }

    [Fact]
    public void Of_LostNodeToAvoid_IsNotWhereConnectionsLead()
    {
        var project = Project("stays: { nextService: { default: [ { name: moves } ] } }", "moves: {}");

        Assert.Equal("a", Placement.Of(project, Before(("stays", "lost")), Equal, avoid: "lost")["moves"]);
        Assert.Equal("lost", Placement.Of(project, Before(("stays", "lost")), Equal)["moves"]);
    }

    private static ProjectModel Project(params string[] services)
    {
        var yaml = "deviceName: line1\ndevices: { hall4: { addr: 10.0.0.4 } }\nmicroservices:\n" + string.Concat(services.Select(s => "  " + s + "\n"));
        yaml = yaml.Replace("{}", "{ startup: yes }", StringComparison.Ordinal);
        var compiled = ProjectCompiler.Compile(yaml, "project.yml");
        return compiled.Project ?? throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
    }

    private static Dictionary<string, string> Before(params (string Service, string Node)[] places) => places.ToDictionary(p => p.Service, p => p.Node);
}
