using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Aion.ServiceBroker.Tests.Cluster;

public sealed class NodeLossTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly NodeTable _nodes;
    private readonly NodeLoss _loss;

    public NodeLossTests()
    {
        _nodes = new NodeTable(_time);
        _loss = new NodeLoss(_nodes, Options.Create(new ClusterOptions { Deadline = Deadline }), _time, NullLogger<NodeLoss>.Instance);
    }

    [Fact]
    public void Check_BeforeTheDeadline_SaysWhatIsLeftAndHeartbeatsPushIt()
    {
        Hear(new Node("w"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(5), _loss.Check("w"));

        Hear(_nodes.Find("w")!);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(5), _loss.Check("w"));
        Assert.Equal(NodeState.Joined, _nodes.Find("w")!.State);
    }

    [Fact]
    public void Check_AtTheDeadline_IsLostSinceThen()
    {
        Hear(new Node("w"));
        _time.Advance(Deadline);

        Assert.Null(_loss.Check("w"));

        Assert.Equal((NodeState.Lost, _time.GetUtcNow(), false), (_nodes.Find("w")!.State, _nodes.Find("w")!.Since, _nodes.Find("w")!.Connected));
    }

    [Fact]
    public void Check_NodeOfAnEarlierRunOfTheMaster_HasAWholeDeadlineFromItsStart()
    {
        _nodes.Load([new Node("w") { State = NodeState.Joined, LastHeartbeat = _time.GetUtcNow().AddHours(-1) }]);
        _time.Advance(Deadline - TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _loss.Check("w"));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_loss.Check("w"));
        Assert.Equal(NodeState.Lost, _nodes.Find("w")!.State);
    }

    [Fact]
    public void Check_AionWorkerWithoutHeartbeats_IsThereWhileItsStreamIs()
    {
        Hear(new Node("w") { Plain = true });
        _time.Advance(Deadline * 10);
        Assert.Equal(Deadline, _loss.Check("w"));

        _nodes.Update("w", n => n with { Connected = false });

        Assert.Null(_loss.Check("w"));
    }

    [Fact]
    public void Check_NodeThatNobodyKnows_IsNotLost()
    {
        Assert.Null(_loss.Check("stranger"));
        Assert.Empty(_nodes.All);
    }

    private void Hear(Node node) => _nodes.Update("w", _ => node with { State = NodeState.Joined, Connected = true, LastHeartbeat = _time.GetUtcNow() });
}
