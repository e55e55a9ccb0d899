using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.State;
using Aion.StatusKanban;
using Aion.StatusKanban.Tests.FakeDapr;

namespace Aion.Client.Tests;

/// <summary>A real status-kanban on a fixed port beside a fake sidecar; it can stop and start again.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private WebApplication? _app;

    public FakeSidecar Sidecar { get; private set; } = null!;

    public FakeTopic Queue => Sidecar.Dapr.Topic("kanban.before.judge.001");

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public static async Task<Platform> StartedAsync()
    {
        var platform = new Platform { Sidecar = await FakeSidecar.StartedAsync() };
        var project = new AppliedProject(1, "dev", [new AppliedService("judge", 1, false, AcknowledgeModes.Delivery)]);
        platform.Sidecar.Dapr.SetState(StateKeys.Project, JsonSerializer.SerializeToUtf8Bytes(project, ContractsJsonContext.Default.AppliedProject));
        await platform.StartAsync();
        return platform;
    }

    public async Task StartAsync()
    {
        _app = StatusKanbanApp.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(Sidecar.Settings);
            builder.Configuration["Aion:StatusKanban:Ports"] = $"{_port}";
            builder.Configuration["Aion:StatusKanban:RetryDelay"] = "00:00:00.010";
            builder.Configuration["Aion:StatusKanban:MaxKanbanBytes"] = "5000";
        });
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    public KanbanClient NewClient(Action<KanbanClientOptions>? configure = null)
    {
        var options = new KanbanClientOptions { Address = Address, ServiceName = "judge", MaxBackOff = TimeSpan.FromMilliseconds(200) };
        configure?.Invoke(options);
        return new KanbanClient(options);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Sidecar.DisposeAsync();
    }
}
