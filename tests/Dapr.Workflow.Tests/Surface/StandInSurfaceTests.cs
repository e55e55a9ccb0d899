using System.Reflection;
using Aion.Testing;

namespace Dapr.Workflow.Tests.Surface;

/// <summary>A stand-in has nothing that the published package lacks, so that code written against it compiles against that one.</summary>
public sealed class StandInSurfaceTests
{
    private static string[] Packages =>
        [.. Directory.GetDirectories(Path.Combine(RepositoryFolder.Root, "src", "Lean")).Select(static folder => Path.GetFileName(folder))];

    public static TheoryData<string> StandIns() => [.. Packages];

    [Theory]
    [MemberData(nameof(StandIns))]
    public void StandIn_PublicMembers_AreThoseOfThePublishedPackage(string package)
    {
        var official = File.ReadAllLines(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "official-api"), $"{package}-*.txt").Single());

        var surface = PublicSurface.Of(Assembly.Load(package));

        Assert.NotEmpty(surface);
        Assert.Empty(surface.Except(official));
    }

    [Fact]
    public void StandIns_ThereIsAtLeastOne() => Assert.Contains("Dapr.Workflow", Packages);
}
