using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow.Worker;

/// <summary>The workflows and activities that this app runs, by name. The first registration of a name wins.</summary>
public interface IWorkflowsFactory
{
    /// <summary>Registers a class, created with dependency injection for every turn; null: under its own name.</summary>
    void RegisterWorkflow<TWorkflow>(string? name = null)
        where TWorkflow : class, IWorkflow;

    /// <summary>Registers a function as a workflow.</summary>
    void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation);

    /// <summary>Registers a class, created with dependency injection for every call; null: under its own name.</summary>
    void RegisterActivity<TActivity>(string? name = null)
        where TActivity : class, IWorkflowActivity;

    /// <summary>Registers a function as an activity.</summary>
    void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation);

    /// <summary>Creates a workflow. False with an exception: its construction threw; false without: the name is not registered.</summary>
    bool TryCreateWorkflow(TaskIdentifier identifier, IServiceProvider serviceProvider, out IWorkflow? workflow, out Exception? activationException);

    /// <summary>Creates an activity. False with an exception: its construction threw; false without: the name is not registered.</summary>
    bool TryCreateActivity(
        TaskIdentifier identifier, IServiceProvider serviceProvider, out IWorkflowActivity? activity, out Exception? activationException);
}
