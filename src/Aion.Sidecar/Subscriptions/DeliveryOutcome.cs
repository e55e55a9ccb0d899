namespace Aion.Sidecar.Subscriptions;

/// <summary>What became of an event that was given to the app.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Done with; it leaves the queue.</summary>
    Success,

    /// <summary>It comes again after a back-off, before any later event.</summary>
    Retry,

    /// <summary>It leaves the queue for the dead-letter topic, if there is one.</summary>
    Drop,

    /// <summary>The app could not be reached: no attempt was made, the event stays first.</summary>
    Unreachable,

    /// <summary>The app got it, and the connection ended before an answer. It comes again as with <see cref="Retry"/>.</summary>
    Broken,
}
