using System.Globalization;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.Sidecar;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceBroker.Tests.EndToEnd;

/// <summary>The embedded sidecar on its SQLite components, serving the broker and a test app.</summary>
internal sealed class RealSidecar : ISidecarLauncher, IAsyncDisposable
{
    private readonly SidecarHost _host;
    private readonly GrpcChannel _channel;

    private RealSidecar(SidecarHost host, SidecarEndpoint broker, SidecarEndpoint test)
    {
        (_host, Broker) = (host, broker);
        _channel = GrpcChannel.ForAddress(test.GrpcEndpoint);
        Client = new DaprApi.DaprClient(_channel);
    }

    public SidecarEndpoint Broker { get; }

    public DaprApi.DaprClient Client { get; }

    /// <param name="home">Its data lie below.</param>
    /// <param name="brokerPort">Where the broker listens.</param>
    /// <param name="previous">Where the broker looks for it; null: where nothing else is bound while it is away.</param>
    public static async Task<RealSidecar> StartAsync(string home, int brokerPort, SidecarEndpoint? previous = null)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Aion.Dapr.sln")))
        {
            root = root.Parent!;
        }

        var host = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            ResourcePaths = [Path.Combine(root.FullName, "components", "embedded")],
            DataDirectory = Path.Combine(home, "state"),
        });
        var broker = await host.AddAppAsync(new SidecarAppOptions
        {
            AppId = ServiceBrokerApp.AppId, AppPort = brokerPort, HttpPort = previous?.HttpPort ?? FreePort.Next(), GrpcPort = previous?.GrpcPort ?? FreePort.Next(),
        });
        return new RealSidecar(host, broker, await host.AddAppAsync(new SidecarAppOptions { AppId = "test" }));
    }

    /// <summary>A sidecar of an instance's own.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct)
    {
        await _host.RemoveAppAsync(request.AppId, ct);
        var endpoint = await _host.AddAppAsync(new SidecarAppOptions { AppId = request.AppId, AppPort = request.AppPort }, ct);
        return new Dictionary<string, string> { ["DAPR_GRPC_ENDPOINT"] = endpoint.GrpcEndpoint.ToString() };
    }

    public async ValueTask StopAsync(string appId, CancellationToken ct) => await _host.RemoveAppAsync(appId, ct);

    public async Task PublishAsync(IReadOnlyList<KanbanEvent> events)
    {
        foreach (var part in events.Chunk(500))
        {
            var request = new BulkPublishRequest { PubsubName = Topics.PubSubComponent, Topic = Topics.After };
            request.Entries.AddRange(part.Select((e, i) => new BulkPublishRequestEntry
            {
                EntryId = i.ToString(CultureInfo.InvariantCulture),
                ContentType = KanbanEvent.ContentType,
                Event = ByteString.CopyFrom(e.ToArray()),
            }));
            Assert.Empty((await Client.BulkPublishEventAsync(request)).FailedEntries);
        }
    }

    /// <summary>Takes events of a topic in order, each acknowledged, until there are this many different ids.</summary>
    public async Task<IReadOnlyList<TopicEventRequest>> TakeAsync(string topic, int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var call = Client.SubscribeTopicEventsAlpha1(cancellationToken: timeout.Token);
        await call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1
        {
            InitialRequest = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = Topics.PubSubComponent, Topic = topic },
        });
        var taken = new List<TopicEventRequest>();
        var ids = new HashSet<string>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(timeout.Token))
        {
            if (answer.EventMessage is not { } message)
            {
                continue;
            }

            taken.Add(message);
            await call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1
            {
                EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1
                {
                    Id = message.Id,
                    Status = new TopicEventResponse { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success },
                },
            });
            if (ids.Add(message.Id) && ids.Count == count)
            {
                return taken;
            }
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }
}
