namespace Aion.Sidecar;

/// <summary>One crash of an app.</summary>
/// <param name="Run">Which start of the app ended so; another number at every start.</param>
/// <param name="Cause">How, in one line for people.</param>
public sealed record AppCrash(long Run, string Cause);
