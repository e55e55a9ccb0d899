using Aion.Sidecar.Components.State;
using Aion.Sidecar.Components.State.InMemory;

namespace Aion.Sidecar.Tests.Components.State;

public sealed class InMemoryStateStoreTests : StateStoreContract
{
    private readonly InMemoryStateStore store;

    public InMemoryStateStoreTests() => store = new InMemoryStateStore(Time);

    protected override IStateStore Store => store;

    protected override Task PassTimeToLiveAsync()
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }
}
