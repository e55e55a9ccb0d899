using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.Sidecar;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Tests.Embedded;

/// <summary>The embedded sidecar with the components of <c>aionctl up</c>, for status-kanban and for a broker played by the test.</summary>
internal sealed class EmbeddedSidecar : IAsyncDisposable
{
    private readonly TempDirectory _data = new();
    private readonly int _httpPort = FreePort.Next();
    private readonly int _grpcPort = FreePort.Next();
    private SidecarHost? _host;
    private GrpcChannel? _channel;

    public Dictionary<string, string?> Settings => new()
    {
        ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{_httpPort}",
        ["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{_grpcPort}",
    };

    /// <summary>The API as service-broker's sidecar serves it.</summary>
    public DaprApi.DaprClient Broker { get; private set; } = null!;

    public static async Task<EmbeddedSidecar> StartedAsync()
    {
        var sidecar = new EmbeddedSidecar();
        await sidecar.StartAsync();
        return sidecar;
    }

    public async Task StartAsync()
    {
        _host = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            ResourcePaths = [Path.Combine(AppContext.BaseDirectory, "components")],
            DataDirectory = _data.FullPath,
            LoggerFactory = Environment.GetEnvironmentVariable("TEST_LOG") is null
                ? NullLoggerFactory.Instance
                : LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true)),
        });
        await _host.AddAppAsync(new SidecarAppOptions { AppId = StatusKanbanApp.AppId, HttpPort = _httpPort, GrpcPort = _grpcPort });
        var broker = await _host.AddAppAsync(new SidecarAppOptions { AppId = "aion-servicebroker" });
        _channel = GrpcChannel.ForAddress(broker.GrpcEndpoint);
        Broker = new DaprApi.DaprClient(_channel);
    }

    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync();
        }
    }

    public async Task ApplyAsync(long generation, params (string Name, int Scale, string Acknowledge)[] services)
    {
        var project = new AppliedProject(generation, "dev", [.. services.Select(s => new AppliedService(s.Name, s.Scale, false, s.Acknowledge))]);
        var data = JsonSerializer.SerializeToUtf8Bytes(project, ContractsJsonContext.Default.AppliedProject);
        await Broker.SaveStateAsync(new SaveStateRequest
        {
            StoreName = StateKeys.Component,
            States = { new Dapr.Client.Autogen.Grpc.v1.StateItem { Key = StateKeys.Project, Value = ByteString.CopyFrom(data) } },
        });
        await PublishAsync(
            Topics.Lifecycle, [new KanbanEvent { Id = $"applied-{generation}", Type = LifecycleEvent.ProjectApplied, Data = "{}"u8.ToArray() }]);
    }

    public async Task PublishAsync(string topic, IEnumerable<KanbanEvent> events)
    {
        var request = new BulkPublishRequest { PubsubName = Topics.PubSubComponent, Topic = topic };
        request.Entries.AddRange(events.Select((e, n) => new BulkPublishRequestEntry
        {
            EntryId = $"{n}",
            Event = ByteString.CopyFrom(e.ToArray()),
            ContentType = KanbanEvent.ContentType,
        }));
        Assert.Empty((await Broker.BulkPublishEventAsync(request)).FailedEntries);
    }

    /// <summary>What the broker gets on a topic, in order, acknowledged at once.</summary>
    public async Task<List<KanbanEvent>> ReceiveAsync(string topic, int count)
    {
        using var call = Broker.SubscribeTopicEventsAlpha1();
        await call.RequestStream.WriteAsync(new() { InitialRequest = new() { PubsubName = Topics.PubSubComponent, Topic = topic } });
        var events = new List<KanbanEvent>();
        while (events.Count < count && await call.ResponseStream.MoveNext(default).Within30s($"event {events.Count + 1} of {count}"))
        {
            if (call.ResponseStream.Current.EventMessage is { } message)
            {
                events.Add(Aion.ServiceDefaults.Sidecar.TopicEventReader.Read(message));
                await call.RequestStream.WriteAsync(new() { EventProcessed = new() { Id = message.Id, Status = new() } });
            }
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Dispose();
    }
}
