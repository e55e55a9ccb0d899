using Aion.Project.Model;
using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Health;

/// <summary>Watches the health of running instances.</summary>
public interface IHealthMonitors
{
    /// <summary>
    /// Checks an instance from now on, until the answer is disposed. Called while the instance runs, one run at a time; a start for an
    /// instance that is watched already replaces what is there.
    /// </summary>
    /// <param name="spec">The instance.</param>
    /// <param name="health">What its service says under <c>health</c>.</param>
    /// <param name="changed">
    /// Called with the first verdict and with every change of it, never twice with the same one, never at the same time, and never
    /// after the disposal. The first success makes it healthy; before that, it is unhealthy only after
    /// <c>interval * failures</c>.
    /// </param>
    IDisposable Start(InstanceSpec spec, HealthModel health, Action<HealthVerdict> changed);

    /// <summary>The instance sent a kanban. Cheap, for every kanban; ignored for instances without <c>kanbanWithin</c>.</summary>
    void KanbanPassed(string service, int number);

    /// <summary>What is known of an instance; null when nobody watches it.</summary>
    HealthReport? Find(string service, int number);
}
