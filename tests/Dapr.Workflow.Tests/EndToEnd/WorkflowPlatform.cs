using Aion.Sidecar;
using Aion.Testing;
using Dapr.Workflow.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Tests.EndToEnd;

/// <summary>The real sidecar on a directory of its own and an app with a worker; either can be stopped and started again.</summary>
internal sealed class WorkflowPlatform : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Action<WorkflowRuntimeOptions> _register;
    private readonly Action<IServiceCollection>? _services;
    private readonly int _port = FreePort.Next();
    private SidecarHost? _sidecar;
    private WorkerHost? _worker;

    private WorkflowPlatform(Action<WorkflowRuntimeOptions> register, Action<IServiceCollection>? services)
    {
        _register = register;
        _services = services;
    }

    public DaprWorkflowClient Client => _worker!.Client;

    public static async Task<WorkflowPlatform> StartAsync(Action<WorkflowRuntimeOptions> register, Action<IServiceCollection>? services = null)
    {
        var platform = new WorkflowPlatform(register, services);
        await platform.StartSidecarAsync();
        await platform.StartWorkerAsync();
        return platform;
    }

    public async Task StartSidecarAsync()
    {
        _sidecar = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = _folder.Combine("data") });
        await _sidecar.AddAppAsync(new SidecarAppOptions { AppId = "app", GrpcPort = _port });
    }

    public async Task StopSidecarAsync()
    {
        await _sidecar!.DisposeAsync();
        _sidecar = null;
    }

    public async Task StartWorkerAsync() => _worker = await WorkerHost.StartAsync(_port, _register, services: _services);

    /// <summary>Ends the worker without letting it finish what it has.</summary>
    public async Task KillWorkerAsync()
    {
        await _worker!.KillAsync();
        _worker = null;
    }

    public async Task StopWorkerAsync()
    {
        await _worker!.DisposeAsync();
        _worker = null;
    }

    public async Task<WorkflowState> EndOfAsync(string instanceId) =>
        await Client.WaitForWorkflowCompletionAsync(instanceId).Within30s($"{instanceId} ends");

    /// <summary>Runs a workflow to its end and answers its output.</summary>
    public async Task<T?> RunAsync<T>(string workflow, object? input = null)
    {
        var state = await EndOfAsync(await Client.ScheduleNewWorkflowAsync(workflow, null, input).Within30s());
        Assert.True(state.RuntimeStatus == WorkflowRuntimeStatus.Completed, $"{state.RuntimeStatus}: {state.FailureDetails}");
        return state.ReadOutputAs<T>();
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_sidecar is not null)
        {
            await _sidecar.DisposeAsync();
        }

        _folder.Dispose();
    }
}
