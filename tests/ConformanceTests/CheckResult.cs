namespace ConformanceTests;

/// <summary>A line of checks.mjs.</summary>
public sealed record CheckResult(string Name, bool Ok, string Reason);
