namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>What those who send signals have to know of the instances.</summary>
internal interface ISignalledInstances
{
    /// <summary>The place of the last signal that the workflow has handled; null: there is no such instance.</summary>
    long? HandledOf(string service, int number);

    /// <summary>With what the workflow begins again that is gone; null: nothing is known yet, or there is no such instance.</summary>
    WorkflowMemory? MemoryOf(string service, int number);
}
