namespace Dapr.Workflow.Tests.Model;

/// <summary>What an activity has to write down.</summary>
/// <param name="Path">The step.</param>
/// <param name="Failures">Attempts that fail.</param>
internal sealed record LedgerEntry(string Path, int Failures);
