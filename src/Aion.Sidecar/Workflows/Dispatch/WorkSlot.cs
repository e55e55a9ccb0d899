namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>Something that a worker has to do. Its members are guarded by the queue.</summary>
internal abstract class WorkSlot
{
    public WorkState State { get; set; }

    /// <summary>What the worker has to give back with its answer.</summary>
    public string Token { get; set; } = "";

    /// <summary>Who has it.</summary>
    public Worker? Worker { get; set; }

    /// <summary>How often in a row the sidecar could not prepare it or store its answer. Not guarded: only who ends it looks.</summary>
    public int Failures { get; set; }
}
