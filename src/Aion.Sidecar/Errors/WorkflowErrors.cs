using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the workflow API; all of the older kind, without details.</summary>
internal static class WorkflowErrors
{
    public const string NoSuchInstance = "no such instance exists";
    public const string NotCompleted = "orchestration has not yet completed";
    public const string Stalled = "workflow is stalled";

    public static DaprError Start(string name, string reason) => Failed("ERR_START_WORKFLOW", $"error starting workflow '{name}': {reason}");

    public static DaprError Get(string id, string reason) =>
        Failed("ERR_GET_WORKFLOW", $"error while getting workflow info on instance '{id}': {reason}");

    public static DaprError Terminate(string id, string reason) => Failed("ERR_TERMINATE_WORKFLOW", $"error terminating workflow '{id}': {reason}");

    public static DaprError RaiseEvent(string id, string reason) =>
        Failed("ERR_RAISE_EVENT_WORKFLOW", $"error raising event on workflow '{id}': {reason}");

    public static DaprError Pause(string id, string reason) => Failed("ERR_PAUSE_WORKFLOW", $"error pausing workflow {id}: {reason}");

    public static DaprError Resume(string id, string reason) => Failed("ERR_RESUME_WORKFLOW", $"error resuming workflow {id}: {reason}");

    public static DaprError Purge(string id, string reason) => Failed("ERR_PURGE_WORKFLOW", $"error purging workflow {id}: {reason}");

    public static DaprError NameMissing() => Wrong("ERR_WORKFLOW_NAME_MISSING", "workflow name is not configured");

    public static DaprError EventNameMissing() => Wrong("ERR_WORKFLOW_EVENT_NAME_MISSING", "missing workflow event name");

    public static DaprError IdMissing() => Wrong("ERR_INSTANCE_ID_PROVIDED_MISSING", "no instance ID was provided");

    public static DaprError IdTooLong(int most) =>
        Wrong("ERR_INSTANCE_ID_TOO_LONG", $"workflow instance ID exceeds the max length of {most} characters");

    public static DaprError IdInvalid(string id) => Wrong(
        "ERR_INSTANCE_ID_INVALID", $"workflow instance ID '{id}' is invalid: only alphanumeric and underscore characters are allowed");

    public static DaprError AppIdInvalid(string appId) => Wrong(
        "ERR_WORKFLOW_APP_ID_INVALID", $"workflow app ID '{appId}' is invalid: only alphanumeric, dash and underscore characters are allowed");

    public static DaprError NotFound(string id) =>
        new("ERR_INSTANCE_ID_NOT_FOUND", $"unable to find workflow with the provided instance ID: {id}", 404, StatusCode.NotFound);

    /// <summary>The reason that daprd gives for an id that is in use.</summary>
    public static string Active(string id) => $"an active workflow with ID '{id}' already exists";

    public static string Used(string id) => $"a workflow with ID '{id}' already exists and the create enforces instance ID uniqueness";

    public static string ActiveChildren(string id) => $"cannot recreate workflow with ID '{id}': a child workflow of it {NotCompletedYet}";

    /// <summary>daprd has no actor for a workflow while its app has no worker, and says so.</summary>
    public static string NoWorker(string space, string appId, string id) =>
        $"did not find address for actor 'dapr.internal.{space}.{appId}.workflow/{id}': the app has no workflow worker; the request is stored and takes effect when one connects";

    private const string NotCompletedYet = "has not yet completed";

    private static DaprError Failed(string code, string message) => new(code, message, 500, StatusCode.Internal);

    private static DaprError Wrong(string code, string message) => new(code, message, 400, StatusCode.InvalidArgument);
}
