using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Runs the stream of one worker that was let in.</summary>
internal sealed class WorkerSessions(
    NodeTable nodes, WorkerLinks links, ClusterState cluster, OrderBook orders, ServiceStates services, INodeLiveness liveness, IOptions<ClusterOptions> options, TimeProvider time,
    ILogger<WorkerSessions> logger)
{
    /// <summary>Returns when the link has ended, whoever ended it.</summary>
    public async Task RunAsync(
        WorkerLink link, Visitor visitor, NodeMeta first, IAsyncStreamReader<NodeMeta> reports, IServerStreamWriter<Apply> answers)
    {
        var node = Join(visitor, first);
        liveness.Watch(node.Name);
        Log.Joined(logger, node.Name, node.Address, node.Generation);
        if (node.Generation > cluster.Current.Generation)
        {
            Log.NodeIsAhead(logger, node.Name, node.Generation, cluster.Current.Generation);
        }

        try
        {
            var reading = ReadAsync(link, reports);
            var writing = WriteAsync(link, answers);
            await Task.WhenAny(reading, writing);
            link.End("the worker closed it");
            await Task.WhenAll(reading, writing);
        }
        finally
        {
            Log.LinkEnded(logger, link.Node, link.Reason);
            link.Questions.GiveUp();
            if (links.Remove(link))
            {
                var now = time.GetUtcNow();
                nodes.Update(link.Node, n => n with { Connected = false, LastHeartbeat = n.Plain ? now : n.LastHeartbeat });
            }
        }
    }

    // What it had in force before it went away it says anew: an order that it did not get is sent again.
    private Node Join(Visitor visitor, NodeMeta first)
    {
        var now = time.GetUtcNow();
        return nodes.Update(visitor.Name, known => NodeReports.Take(
            known with
            {
                Address = visitor.Address,
                Id = first.Report?.NodeId ?? "",
                Plain = first.Report is null,
                State = NodeState.Joined,
                Since = known.Joined ? known.Since : now,
                Connected = true,
                Generation = 0,
                Fingerprint = "",
            },
            first,
            now));
    }

    private async Task ReadAsync(WorkerLink link, IAsyncStreamReader<NodeMeta> reports)
    {
        try
        {
            while (await reports.MoveNext(link.Ended))
            {
                var (report, now) = (reports.Current, time.GetUtcNow());
                if (ReportCheck.ProblemOf(report, link.Node, cluster.Current.Generation) is { } problem)
                {
                    link.Refuse(problem);
                    return;
                }

                nodes.Update(link.Node, known => NodeReports.Take(known, report, now));
                foreach (var answer in report.Report?.Answers ?? [])
                {
                    link.Questions.Answer(answer);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException)
        {
            // The connection broke, or somebody ended the link.
        }
    }

    private async Task WriteAsync(WorkerLink link, IServerStreamWriter<Apply> answers)
    {
        var told = "";
        IReadOnlyList<Lifecycle.Board.OtherService>? others = null;
        try
        {
            while (nodes.Find(link.Node) is { } node)
            {
                Apply? message = null;
                if (orders.NextFor(node, told.Length > 0) is { } order && NodeOrders.IdentityOf(order) is var identity && identity != told)
                {
                    (message, told) = (order, identity);
                    Log.Ordered(logger, node.Name, order.Order?.Generation ?? 0, order.AionSetting.Microservices.Count);
                }

                if (!node.Plain)
                {
                    message ??= orders.SignOfLife();
                    message.Order.Questions.AddRange(link.Questions.TakeUnsent());
                    others = TellOthers(message.Order, services.For(node.Name), others);
                }

                if (message is not null)
                {
                    await answers.WriteAsync(message, link.Ended);
                }

                await link.WaitAsync(options.Value.Heartbeat, time);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            // The connection broke, or somebody ended the link.
        }
    }

    // Whole, in the first message and when something changed.
    private static IReadOnlyList<Lifecycle.Board.OtherService> TellOthers(NodeOrder order, IReadOnlyList<Lifecycle.Board.OtherService> now, IReadOnlyList<Lifecycle.Board.OtherService>? told)
    {
        if (told is null || !now.SequenceEqual(told))
        {
            order.HasOthers = true;
            order.Others.AddRange(now.Select(OtherServices.Write));
        }

        return now;
    }
}
