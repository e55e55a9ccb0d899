using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Runs;

/// <summary>What is known of the last run of an instance, whatever became of broker and sidecar.</summary>
/// <param name="Run">Its number.</param>
internal sealed record LedgerEntry(int Run)
{
    /// <summary>How it ended; null: it has not, as far as anybody saw.</summary>
    public InstanceCause? End { get; init; }

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool Succeeded { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
