using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Master;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

/// <summary>A master over a fake sidecar, with its workers' port on any free one.</summary>
internal sealed class MasterFixture : IAsyncDisposable
{
    private MasterFixture(FakeDapr dapr, BrokerFixture broker) => (Dapr, Broker) = (dapr, broker);

    public FakeDapr Dapr { get; }

    public BrokerFixture Broker { get; }

    public NodeTable Nodes => Broker.App.Services.GetRequiredService<NodeTable>();

    /// <summary>Where workers join: the address that was bound last.</summary>
    public string Address => Broker.App.Urls.Last();

    public static async Task<MasterFixture> StartAsync(string? token = null, FakeDapr? dapr = null, Dictionary<string, string?>? settings = null)
    {
        dapr ??= await FakeDapr.StartAsync();
        var broker = await BrokerFixture.StartAsync(dapr, settings: new(settings ?? [])
        {
            ["Aion:Mode"] = "master",
            ["Aion:Cluster:NodeName"] = "m",
            ["Aion:Cluster:Host"] = "127.0.0.1",
            ["Aion:Cluster:Port"] = "0",
            ["Aion:Cluster:Heartbeat"] = "00:00:00.1",
            // The workers of the tests say only what they are told to.
            ["Aion:Cluster:Deadline"] = "01:00:00",
            ["Aion:Cluster:Token"] = token,
        });
        return new MasterFixture(dapr, broker);
    }

    public GrpcChannel Channel() => GrpcChannel.ForAddress(Address);

    /// <summary>A stream with AION's call metadata, and with ours when a nonce is given.</summary>
    public static AsyncDuplexStreamingCall<NodeMeta, Apply> Join(GrpcChannel channel, string name, string? nonce = null, string address = "10.0.0.9")
    {
        var headers = new Metadata { { "NodeName", name }, { "NodeIP", address } };
        if (nonce is not null)
        {
            headers.Add(Visitor.VersionHeader, Visitor.Version);
            headers.Add(Visitor.NonceHeader, nonce);
        }

        return new Contracts.Clusterpb.Cluster.ClusterClient(channel).JoinMasterAion(headers);
    }

    /// <summary>A first report of one of ours, with the proof when there is a token.</summary>
    public static async Task<NodeMeta> FirstReportAsync(
        AsyncDuplexStreamingCall<NodeMeta, Apply> call, string name, string nonce, string? token = null, string id = "id-1", long generation = 0, string fingerprint = "")
    {
        var headers = await call.ResponseHeadersAsync.WaitAsync(Within.Default);
        return new NodeMeta
        {
            NodeName = name,
            NodeIP = "10.0.0.9",
            Report = new NodeReport
            {
                NodeId = id,
                Generation = generation,
                Fingerprint = fingerprint,
                Proof = ByteString.CopyFrom(new ClusterToken(token).ProofOfWorker(name, nonce, headers.GetValue(Visitor.NonceHeader)!)),
            },
        };
    }

    /// <summary>The next message that is more than a sign of life.</summary>
    public static async Task<Apply> NextOrderAsync(AsyncDuplexStreamingCall<NodeMeta, Apply> call)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default))
        {
            if (call.ResponseStream.Current.AionSetting is not null)
            {
                return call.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The master ended the stream.");
    }

    public Task JoinedAsync(string node) => Eventually.HoldsAsync(() => Nodes.Find(node) is { Connected: true, State: NodeState.Joined }, $"{node} joined");

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Dapr.DisposeAsync();
    }
}
