namespace Dapr.Workflow;

/// <summary>How much of the caller's history a called task may see.</summary>
public enum HistoryPropagationScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The caller's own history.</summary>
    OwnHistory = 1,

    /// <summary>The caller's history and that of its callers.</summary>
    Lineage = 2,
}
