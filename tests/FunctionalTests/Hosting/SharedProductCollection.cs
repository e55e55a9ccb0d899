namespace Aion.FunctionalTests.Hosting;

/// <summary>The tests that use <see cref="SharedProduct"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProductCollection : ICollectionFixture<SharedProduct>
{
    public const string Name = "one running product";
}
