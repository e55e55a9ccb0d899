namespace Aion.Sidecar.Workflows.Storage;

internal enum AddEventResult
{
    Added,

    NotFound,

    /// <summary>The instance has ended; the event is dropped.</summary>
    Ended,

    /// <summary>The instance takes no events until a worker that can run it is there.</summary>
    Stalled,
}
