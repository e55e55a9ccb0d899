namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>
/// For tests that measure this process: xunit runs a collection like this by itself, after all those that may run at the same time
/// (https://xunit.net/docs/running-tests-in-parallel).
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
