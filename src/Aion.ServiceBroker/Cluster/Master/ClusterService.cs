using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>clusterpb.Cluster: where workers join.</summary>
internal sealed class ClusterService(
    WorkerSessions sessions, WorkerLinks links, ClusterState cluster, NodeTable nodes, ClusterToken token, TimeProvider time, IHostApplicationLifetime host,
    ILogger<ClusterService> logger) : Contracts.Clusterpb.Cluster.ClusterBase
{
    // Without a token every name is a node.
    private const int MostNodes = 1000;
    private static readonly TimeSpan FirstReportLimit = TimeSpan.FromSeconds(10);

    // 1. Who is it?  2. Show that this is the master.  3. Read the first report.  4. Has it got the token, and is it of any use?
    // 5. Take its place.  6. Reports in, orders out, until one side ends it.
    public override async Task JoinMasterAion(
        IAsyncStreamReader<NodeMeta> requestStream, IServerStreamWriter<Apply> responseStream, ServerCallContext context)
    {
        // 1. Who is it?
        var visitor = Visitor.From(context);
        await cluster.Loaded.WaitAsync(context.CancellationToken);

        // 2. Show that this is the master.
        var nonce = ClusterToken.NewNonce();
        await GreetAsync(visitor, nonce, context);

        // 3. Read the first report.
        var first = await FirstReportAsync(requestStream, context);

        // 4. Has it got the token, and is it of any use?
        Check(visitor, nonce, first, context);

        // 5. Take its place.
        using var link = new WorkerLink(visitor.Name, first.Report?.NodeId ?? "", context.CancellationToken) { CanAnswer = first.Report?.CanAnswer ?? false };
        if (!links.TryAdd(link, out var problem))
        {
            throw Refused(visitor, context, StatusCode.AlreadyExists, problem);
        }

        // 6. Reports in, orders out.
        await using var stop = host.ApplicationStopping.Register(() => link.End("the master stops"));
        await sessions.RunAsync(link, visitor, first, requestStream, responseStream);
        throw link.IsRefused ? Refused(visitor, context, StatusCode.InvalidArgument, link.Reason)
            : new RpcException(new Status(StatusCode.Unavailable, "The master ended the link: " + link.Reason));
    }

    // One of AION's would not look at the headers; sent early, they tell one of ours at once whom it has reached.
    private async Task GreetAsync(Visitor visitor, string nonce, ServerCallContext context)
    {
        if (visitor.Nonce is { } theirs)
        {
            await context.WriteResponseHeadersAsync(new Metadata
            {
                { Visitor.VersionHeader, Visitor.Version },
                { Visitor.NonceHeader, nonce },
                { Visitor.ProofHeader, Convert.ToHexStringLower(token.ProofOfMaster(visitor.Name, theirs, nonce)) },
            });
        }
    }

    private void Check(Visitor visitor, string nonce, NodeMeta first, ServerCallContext context)
    {
        if (!ClusterToken.Matches(token.ProofOfWorker(visitor.Name, visitor.Nonce ?? "", nonce), (first.Report?.Proof ?? ByteString.Empty).Span))
        {
            throw Refused(visitor, context, StatusCode.Unauthenticated, visitor.Nonce is null
                ? "This cluster has a token, and only brokers of Aion.Dapr can show theirs."
                : "The cluster's token is another one. Set the master's Aion:Cluster:Token or TokenFile here.");
        }

        if (ReportCheck.ProblemOf(first, visitor.Name, cluster.Current.Generation) is { } unusable)
        {
            throw Refused(visitor, context, StatusCode.InvalidArgument, unusable);
        }

        if (nodes.Find(visitor.Name) is null && nodes.All.Count >= MostNodes)
        {
            throw Refused(visitor, context, StatusCode.ResourceExhausted,
                $"This master knows {MostNodes} nodes, which is as many as it takes. Forget some there: aionctl node forget NAME.");
        }
    }

    private async Task<NodeMeta> FirstReportAsync(IAsyncStreamReader<NodeMeta> reports, ServerCallContext context)
    {
        using var limit = new CancellationTokenSource(FirstReportLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            if (await reports.MoveNext(either.Token))
            {
                return reports.Current;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "A worker that joins has to say so with a NodeMeta at once."));
        }

        throw new RpcException(new Status(StatusCode.Cancelled, "The stream ended before its first NodeMeta."));
    }

    private RpcException Refused(Visitor visitor, ServerCallContext context, StatusCode code, string reason)
    {
        Log.Refused(logger, context.Peer, visitor.Name, reason);
        return new RpcException(new Status(code, reason));
    }
}
