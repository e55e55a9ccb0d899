using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>A platform without processes that lets a test come between its steps.</summary>
internal sealed class HookedPlatform : IInstancePlatform
{
    public FakePlatform Inner { get; } = new();

    /// <summary>Called with the name of an instance that is looked for.</summary>
    public Action<string> LookedFor { get; set; } = _ => { };

    public Task<IRunningInstance> StartAsync(InstanceSpec spec, CancellationToken ct) => Inner.StartAsync(spec, ct);

    public Task<IRunningInstance?> AdoptAsync(InstanceSpec spec, CancellationToken ct) => Inner.AdoptAsync(spec, ct);

    public InstanceTrace? FindTrace(string name)
    {
        LookedFor(name);
        return Inner.FindTrace(name);
    }

    public Task EndLeftoverAsync(string name) => Inner.EndLeftoverAsync(name);

    public Task EndLeftoversAsync(IReadOnlySet<string> spared, CancellationToken ct) => Inner.EndLeftoversAsync(spared, ct);
}
