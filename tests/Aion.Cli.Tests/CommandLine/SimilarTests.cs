using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests.CommandLine;

public sealed class SimilarTests
{
    private static readonly string[] Commands = ["up", "down", "status", "validate", "graph"];

    [Theory]
    [InlineData("statsu", "status")]
    [InlineData("Validat", "validate")]
    [InlineData("garph", "graph")]
    [InlineData("donw", "down")]
    [InlineData("frobnicate", null)]
    [InlineData("x", null)]
    public void To_Word_IsTheNearestOrNone(string typed, string? expected) => Assert.Equal(expected, Similar.To(typed, Commands));
}
