using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>A sidecar host for workflows that can be stopped and started again on what it left.</summary>
internal sealed class WorkflowFixture : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly List<GrpcChannel> _channels = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ErrorLog Log { get; } = new();

    public SidecarHost Host { get; private set; } = null!;

    public SidecarEndpoint Endpoint { get; private set; } = null!;

    /// <summary>The client of the app's sidecar.</summary>
    public TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; private set; } = null!;

    public SidecarAppOptions App { get; init; } = new() { AppId = "app" };

    /// <summary>Where the store is; null: in a folder of its own.</summary>
    public string? Disk { get; init; }

    public string DataDirectory => Disk ?? _folder.Combine("data");

    public static async Task<WorkflowFixture> StartAsync(SidecarAppOptions? app = null, TimeProvider? time = null, string? disk = null)
    {
        var fixture = new WorkflowFixture { App = app ?? new SidecarAppOptions { AppId = "app" }, Time = time ?? TimeProvider.System, Disk = disk };
        await fixture.StartAsync();
        return fixture;
    }

    public async Task StartAsync()
    {
        Host = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            DataDirectory = DataDirectory,
            LoggerFactory = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Warning)),
            TimeProvider = Time,
        });
        Endpoint = await Host.AddAppAsync(App);
        Client = Connect(Endpoint);
    }

    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        await StartAsync();
    }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Connect(SidecarEndpoint endpoint)
    {
        var channel = GrpcChannel.ForAddress(endpoint.GrpcEndpoint);
        _channels.Add(channel);
        return new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
    }

    public async Task<string> ScheduleAsync(string name, string? input = null, string? id = null)
    {
        var request = new CreateInstanceRequest { InstanceId = id ?? Guid.NewGuid().ToString(), Name = name, Input = input };
        return (await Client.StartInstanceAsync(request)).InstanceId;
    }

    public async Task<WorkflowState> GetAsync(string id) =>
        (await Client.GetInstanceAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true })).WorkflowState;

    public async Task<WorkflowState> EndAsync(string id) =>
        (await Client.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true }).ResponseAsync.Within30s($"{id} ends"))
        .WorkflowState;

    public async Task RaiseAsync(string id, string name, string? input = null) =>
        await Client.RaiseEventAsync(new RaiseEventRequest { InstanceId = id, Name = name, Input = input });

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await Host.DisposeAsync();
        _folder.Dispose();
        Log.Verify();
    }
}
