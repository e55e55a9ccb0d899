namespace Aion.StatusKanban.Acceptance;

/// <summary>Why an output was not stored.</summary>
/// <param name="Text">A sentence for the caller.</param>
/// <param name="IsTransient">The same call may succeed later: the sidecar or the store refused it, not a rule.</param>
internal sealed record Refusal(string Text, bool IsTransient)
{
    /// <summary>The caller broke a rule.</summary>
    public static Refusal Of(string text) => new(text, IsTransient: false);

    /// <summary>Something of ours was not available.</summary>
    public static Refusal Transient(string text) => new(text, IsTransient: true);
}
