namespace Aion.ServiceBroker.Platforms;

/// <summary>Runs instances: as processes of this device, later as pods.</summary>
public interface IInstancePlatform
{
    /// <summary>Starts an instance.</summary>
    /// <exception cref="InstanceStartException">It cannot be started; the message is the cause.</exception>
    Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct);

    /// <summary>
    /// Takes over what an earlier run of the broker left running for this instance, if it is alive and its definition is
    /// the same; ends it when the definition differs. Null: there is nothing (any more), start it when wanted.
    /// </summary>
    Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct);

    /// <summary>What is written down of an instance of this or an earlier run of the broker; null: nothing.</summary>
    InstanceTrace? FindTrace(string name);

    /// <summary>Ends what an earlier run left of one instance and <see cref="AdoptAsync"/> did not take over.</summary>
    Task EndLeftoverAsync(string name);

    /// <summary>Ends what an earlier run left and <see cref="AdoptAsync"/> did not take over.</summary>
    /// <param name="spared">Names of instances that may still be taken over.</param>
    /// <param name="ct">Ends the wait.</param>
    Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct);
}
