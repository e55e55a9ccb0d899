namespace Aion.Sidecar.Workflows.Turns;

/// <param name="Reason">Why an instance cannot be rerun from an event.</param>
/// <param name="IsOfEvent">The history has no such event; otherwise the request does not fit the event.</param>
internal sealed record RerunRefusal(string Reason, bool IsOfEvent);
