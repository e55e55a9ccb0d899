namespace Aion.Sidecar.Workflows.Storage;

/// <param name="Count">How many instances were removed.</param>
/// <param name="Exists">false: there was none of that id.</param>
/// <param name="IsActive">It was left because it has not ended.</param>
internal readonly record struct PurgeResult(int Count, bool Exists, bool IsActive);
