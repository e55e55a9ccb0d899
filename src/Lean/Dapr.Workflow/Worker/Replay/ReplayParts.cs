using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>What the context of one turn works with.</summary>
internal sealed record ReplayParts(
    TurnGuard Guard, ActionLedger Actions, DurableCalls Calls, EventInbox Inbox, PatchLedger Patches, DeterministicIds Ids, ILoggerFactory Loggers);
