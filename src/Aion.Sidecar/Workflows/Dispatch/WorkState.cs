namespace Aion.Sidecar.Workflows.Dispatch;

internal enum WorkState
{
    Queued,

    /// <summary>A worker has it.</summary>
    Out,

    /// <summary>It was answered, and the answer is being committed.</summary>
    Answered,

    /// <summary>Nobody wants it any more.</summary>
    Done,
}
