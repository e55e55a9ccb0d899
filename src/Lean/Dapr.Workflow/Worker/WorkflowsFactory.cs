using Dapr.Workflow.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Worker;

/// <summary>Names are compared without regard to case. Filled before the worker starts, then only read.</summary>
internal sealed class WorkflowsFactory : IWorkflowsFactory
{
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflow>> _workflows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflowActivity>> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the registered workflows, for messages.</summary>
    public IReadOnlyCollection<string> WorkflowNames => _workflows.Keys;

    /// <summary>The names of the registered activities, for messages.</summary>
    public IReadOnlyCollection<string> ActivityNames => _activities.Keys;

    public void RegisterWorkflow<TWorkflow>(string? name = null)
        where TWorkflow : class, IWorkflow
    {
        var create = ActivatorUtilities.CreateFactory<TWorkflow>([]);
        _workflows.TryAdd(name ?? typeof(TWorkflow).Name, services => create(services, null));
    }

    public void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        var workflow = new FunctionWorkflow<TInput, TOutput>(implementation);
        _workflows.TryAdd(name, _ => workflow);
    }

    public void RegisterActivity<TActivity>(string? name = null)
        where TActivity : class, IWorkflowActivity
    {
        var create = ActivatorUtilities.CreateFactory<TActivity>([]);
        _activities.TryAdd(name ?? typeof(TActivity).Name, services => create(services, null));
    }

    public void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        var activity = new FunctionActivity<TInput, TOutput>(implementation);
        _activities.TryAdd(name, _ => activity);
    }

    public bool TryCreateWorkflow(
        TaskIdentifier identifier, IServiceProvider serviceProvider, out IWorkflow? workflow, out Exception? activationException) =>
        TryCreate(_workflows, identifier, serviceProvider, out workflow, out activationException);

    public bool TryCreateActivity(
        TaskIdentifier identifier, IServiceProvider serviceProvider, out IWorkflowActivity? activity, out Exception? activationException) =>
        TryCreate(_activities, identifier, serviceProvider, out activity, out activationException);

    private static bool TryCreate<T>(
        Dictionary<string, Func<IServiceProvider, T>> known,
        TaskIdentifier identifier,
        IServiceProvider services,
        out T? created,
        out Exception? activationException)
        where T : class
    {
        created = null;
        activationException = null;
        if (!known.TryGetValue(identifier.Name, out var create))
        {
            return false;
        }

        try
        {
            created = create(services);
            return true;
        }
        catch (Exception e)
        {
            activationException = e;
            return false;
        }
    }
}
