namespace Aion.ServiceBroker.Tests;

/// <summary>
/// For tests that measure or change what all tests of the process share: xunit runs such a collection by itself, after all those
/// that may run at the same time (https://xunit.net/docs/running-tests-in-parallel).
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
