using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Worker;
using Grpc.Net.Client;

namespace Dapr.Workflow;

/// <summary>What this app's workflow worker runs and how it reaches the sidecar.</summary>
public sealed class WorkflowRuntimeOptions
{
    private readonly List<Action<IWorkflowsFactory>> _registrations = [];

    /// <summary>Message size limits for the worker's channel, or null. Its other settings are not used.</summary>
    public GrpcChannelOptions? GrpcChannelOptions { get; private set; }

    /// <summary>Sets <see cref="GrpcChannelOptions"/>.</summary>
    public void UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        ArgumentNullException.ThrowIfNull(grpcChannelOptions);
        GrpcChannelOptions = grpcChannelOptions;
    }

    /// <summary>Registers a function as a workflow.</summary>
    public void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        _registrations.Add(factory => factory.RegisterWorkflow(name, implementation));
    }

    /// <summary>Registers a class as a workflow; null: under its own name.</summary>
    public void RegisterWorkflow<TWorkflow>(string? name = null)
        where TWorkflow : class, IWorkflow => _registrations.Add(factory => factory.RegisterWorkflow<TWorkflow>(name));

    /// <summary>Registers a function as an activity.</summary>
    public void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(implementation);
        _registrations.Add(factory => factory.RegisterActivity(name, implementation));
    }

    /// <summary>Registers a class as an activity; null: under its own name.</summary>
    public void RegisterActivity<TActivity>(string? name = null)
        where TActivity : class, IWorkflowActivity => _registrations.Add(factory => factory.RegisterActivity<TActivity>(name));

    /// <summary>Makes every registration in a factory, in the order they were asked for.</summary>
    public void ApplyRegistrations(IWorkflowsFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        foreach (var register in _registrations)
        {
            register(factory);
        }
    }
}
