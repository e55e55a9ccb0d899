using System.Text.Json;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests;

/// <summary>What a finished aionctl left.</summary>
internal sealed record AionctlResult(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Fails with everything that was printed.</summary>
    public AionctlResult Expect(ExitCode expected)
    {
        Assert.True(expected == ExitCode, $"Expected {expected}, got {ExitCode}.\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }
}
