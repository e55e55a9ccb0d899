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
    private readonly ISidecarUnderTest _sidecar;
    private readonly int _port = FreePort.Next();
    private WorkerHost? _worker;

    private WorkflowPlatform(Action<WorkflowRuntimeOptions> register, Action<IServiceCollection>? services, ISidecarUnderTest sidecar)
    {
        _sidecar = sidecar;
        _register = register;
        _services = services;
    }

    public DaprWorkflowClient Client => _worker!.Client;

    public static async Task<WorkflowPlatform> StartAsync(
        Action<WorkflowRuntimeOptions> register, Action<IServiceCollection>? services = null, ISidecarUnderTest? sidecar = null)
    {
        var platform = new WorkflowPlatform(register, services, sidecar ?? new InProcessSidecar());
        await platform.StartSidecarAsync();
        await platform.StartWorkerAsync();
        return platform;
    }

    public Task StartSidecarAsync() => _sidecar.StartAsync(_folder.Combine("data"), _port);

    public Task StopSidecarAsync() => _sidecar.EndAsync();

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

        await _sidecar.EndAsync();
        _folder.Dispose();
    }
}
