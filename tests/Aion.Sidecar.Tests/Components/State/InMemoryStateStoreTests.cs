using Aion.Sidecar.Components.State;
using Aion.Sidecar.Components.State.InMemory;

namespace Aion.Sidecar.Tests.Components.State;

public sealed class InMemoryStateStoreTests : StateStoreContract
{
    private readonly InMemoryStateStore store;

    public InMemoryStateStoreTests() => store = new InMemoryStateStore(Time);

    protected override IStateStore Store => store;
}
