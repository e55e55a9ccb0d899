using Aion.Project;
using Aion.ServiceBroker.Cluster.Master;
using Aion.ServiceBroker.Cluster.Nodes;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

public sealed class ReschedulingTests
{
    private static readonly DateTimeOffset Lost = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ClusterRecord Record = new(
        1,
        "/p",
        ProjectCompiler.Compile(
            """
            microservices:
              never: { startup: yes }
              bound: { startup: yes, targetNode: w, reschedule: after 1m }
              soon: { startup: yes, reschedule: after 1m }
              late: { startup: yes, reschedule: after 5m }
              elsewhere: { startup: yes, reschedule: after 1m }
            """,
            "p").Project!,
        new Dictionary<string, string> { ["never"] = "w", ["bound"] = "w", ["soon"] = "w", ["late"] = "w", ["elsewhere"] = "v" });

    [Theory]
    [InlineData(0, "", 1)]
    [InlineData(1, "soon", 5)]
    [InlineData(4, "soon", 5)]
    [InlineData(5, "soon,late", null)]
    public void DueOf_LostNode_AreItsServicesThatSaySoAfterTheirTime(int minutes, string due, int? next)
    {
        var node = new Node("w") { State = NodeState.Lost, Since = Lost };

        var (labels, at) = Rescheduling.DueOf(Record, node, Lost, Lost.AddMinutes(minutes));

        Assert.Equal(due, string.Join(',', labels));
        Assert.Equal(next is { } n ? Lost.AddMinutes(n) : null, at);
    }

    [Fact]
    public void DueOf_MasterWasAway_AreNoneBeforeTheNodeHadTimeToComeBack()
    {
        var node = new Node("w") { State = NodeState.Lost, Since = Lost };
        var notBefore = Lost.AddMinutes(10).AddSeconds(15);

        var (labels, at) = Rescheduling.DueOf(Record, node, notBefore, Lost.AddMinutes(10));

        Assert.Empty(labels);
        Assert.Equal(notBefore, at);
        Assert.Equal(["soon", "late"], Rescheduling.DueOf(Record, node, notBefore, notBefore).Due);
    }

    [Theory]
    [InlineData(NodeState.Joined)]
    [InlineData(NodeState.NeverSeen)]
    public void DueOf_NodeThatIsNotLost_AreNone(NodeState state)
    {
        var (labels, at) = Rescheduling.DueOf(Record, new Node("w") { State = state, Since = Lost }, Lost, Lost.AddDays(1));

        Assert.Empty(labels);
        Assert.Null(at);
    }
}
