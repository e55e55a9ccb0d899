using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.PubSub.InMemory;

namespace Aion.Sidecar.Tests.Components.PubSub;

public sealed class InMemoryPubSubTests : PubSubContract
{
    protected override IPubSub PubSub { get; } = new InMemoryPubSub(TimeProvider.System);
}
