using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>An instance that has a turn to do. There is none for an instance that waits.</summary>
internal sealed class TurnSlot(InstanceRef instance) : WorkSlot
{
    public InstanceRef Instance => instance;

    /// <summary>More came since the inbox was read.</summary>
    public bool HasMore { get; set; }

    /// <summary>What was given to the worker.</summary>
    public Turn? Turn { get; set; }
}
