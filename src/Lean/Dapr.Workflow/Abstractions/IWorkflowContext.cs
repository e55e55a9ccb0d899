namespace Dapr.Workflow;

/// <summary>The part of a workflow's context that has no effect on its history.</summary>
public interface IWorkflowContext
{
    /// <summary>Whether the code is being run again over what it already did.</summary>
    bool IsReplaying { get; }

    /// <summary>The time of the current turn, which a replay repeats.</summary>
    DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether this instance takes the code path named by the patch: false where its history is older than the patch.</summary>
    bool IsPatched(string patchName);
}
