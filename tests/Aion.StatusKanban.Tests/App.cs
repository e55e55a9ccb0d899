using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.StatusKanban.Tests;

/// <summary>status-kanban as it is composed for production, on ports of its own, beside a sidecar.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly ErrorLog _errors;

    private App(WebApplication app, ErrorLog errors)
    {
        (_app, _errors) = (app, errors);
        Address = new Uri(app.Urls.First());
        SecondAddress = new Uri(app.Urls.Last());
        _channel = NewChannel();
        Kanban = new Kanban.KanbanClient(_channel);
        Queues = new KanbanQueue.KanbanQueueClient(_channel);
    }

    public Uri Address { get; }

    public Uri SecondAddress { get; }

    public Kanban.KanbanClient Kanban { get; }

    public KanbanQueue.KanbanQueueClient Queues { get; }

    public static async Task<App> StartAsync(Dictionary<string, string?> sidecar, params (string Key, string Value)[] settings)
    {
        var errors = new ErrorLog();
        var app = StatusKanbanApp.Build([], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(errors);
            if (Environment.GetEnvironmentVariable("TEST_LOG") is not null)
            {
                builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Aion", LogLevel.Debug);
            }

            builder.Configuration.AddInMemoryCollection(sidecar);
            builder.Configuration["Aion:StatusKanban:Ports"] = "0,0";
            foreach (var (key, value) in settings)
            {
                builder.Configuration["Aion:StatusKanban:" + key] = value;
            }
        });
        await app.StartAsync();
        return new App(app, errors);
    }

    /// <summary>Has a project in force in which each service has the scale and the acknowledge mode given.</summary>
    public static void Apply(FakeSidecar sidecar, long generation, params (string Name, int Scale, string Acknowledge)[] services)
    {
        var project = new AppliedProject(generation, "dev", [.. services.Select(s => new AppliedService(s.Name, s.Scale, false, s.Acknowledge))]);
        sidecar.Dapr.SetState(StateKeys.Project, JsonSerializer.SerializeToUtf8Bytes(project, ContractsJsonContext.Default.AppliedProject));
        sidecar.Dapr.Topic(Topics.Lifecycle).Append(
            [new KanbanEvent { Id = Guid.NewGuid().ToString(), Type = LifecycleEvent.ProjectApplied, Data = "{}"u8.ToArray() }]);
    }

    /// <summary>A channel with a connection of its own.</summary>
    public GrpcChannel NewChannel() => GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler() });

    public async Task<Response> SendAsync(string service, int number, string startAt, Metadata? metadata = null) =>
        await Kanban.SendKanbanAsync(
            new Request { MicroserviceName = service, Message = new KanbanMessage { StartAt = startAt, ProcessNumber = number } }, metadata);

    public AsyncServerStreamingCall<KanbanMessage> Receive(string service, int number, InitializeType type = InitializeType.StartService) =>
        Kanban.ReceiveKanban(new InitializeService { InitType = type, MicroserviceName = service, ProcessNumber = number });

    public async Task<QueueInfo?> QueueAsync(string service, int number) =>
        (await Queues.ListAsync(new ListRequest { Service = service, ProcessNumber = number, Limit = 1000 })).Queues.SingleOrDefault();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
        Assert.Empty(_errors.Errors);
    }

    /// <summary>Whether a meter with this scope is the app's: several run in one test process.</summary>
    public bool Owns(object? meterScope) => ReferenceEquals(meterScope, _app.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task StopAsync() => _app.StopAsync();
}
