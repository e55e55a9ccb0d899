using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the actor API.</summary>
internal static class ActorErrors
{
    public static DaprError Invoke(string reason) =>
        new("ERR_ACTOR_INVOKE_METHOD", $"error invoke actor method: {reason}", 500, StatusCode.Internal);

    /// <summary>As <see cref="Invoke"/>; over gRPC daprd passes the status of the lookup on.</summary>
    public static DaprError NotPlaced(string reason) =>
        new("ERR_ACTOR_INVOKE_METHOD", $"error invoke actor method: {reason}", 500, StatusCode.FailedPrecondition);

    public static DaprError StackDepth() => new("ERR_ACTOR_STACK_DEPTH", "maximum stack depth exceeded", 500, StatusCode.ResourceExhausted);

    public static DaprError BadRequest(string reason) => new("ERR_BAD_REQUEST", $"invalid request: {reason}", 400, StatusCode.InvalidArgument);

    public static DaprError ReservedType(string type) => new(
        "ERR_ACTOR_TYPE_RESERVED",
        $"actor type \"{type}\" is reserved for the Dapr workflow runtime; direct actor API access is not permitted",
        403,
        StatusCode.PermissionDenied);

    public static DaprError NoStateStore() => new(
        "ERR_ACTOR_RUNTIME_NOT_FOUND",
        "the state store is not configured to use the actor runtime. Have you set the - name: actorStateStore value: \"true\" in your state store component file?",
        500,
        StatusCode.Internal);

    public static DaprError InstanceMissing() => new("ERR_ACTOR_INSTANCE_MISSING", "actor instance is missing", 400, StatusCode.Internal);

    public static DaprError StateGet(string reason) => new("ERR_ACTOR_STATE_GET", $"error getting actor state: {reason}", 500, StatusCode.Internal);

    public static DaprError StateTransaction(string reason) =>
        new("ERR_ACTOR_STATE_TRANSACTION_SAVE", $"error saving actor transaction state: {reason}", 500, StatusCode.Internal);

    public static DaprError TimerCreate(string reason) =>
        new("ERR_ACTOR_TIMER_CREATE", $"error creating actor timer: {reason}", 500, StatusCode.Internal);

    public static DaprError ReminderCreate(string reason) =>
        new("ERR_ACTOR_REMINDER_CREATE", $"error creating actor reminder: {reason}", 500, StatusCode.Internal);

    public static DaprError ReminderDelete(string reason) =>
        new("ERR_ACTOR_REMINDER_DELETE", $"error deleting actor reminder: {reason}", 500, StatusCode.Internal);

    public static DaprError ReminderGet(string reason) =>
        new("ERR_ACTOR_REMINDER_GET", $"error getting actor reminder: {reason}", 500, StatusCode.Internal);

    public static DaprError ReminderNotFound(string name) =>
        new("ERR_ACTOR_REMINDER_NOT_FOUND", $"actor reminder not found: {name}", 404, StatusCode.NotFound);

    public static DaprError ReminderExists(string name) =>
        new("ERR_ACTOR_REMINDER_ALREADY_EXISTS", $"actor reminder already exists: {name}", 409, StatusCode.AlreadyExists);

    public static DaprError ReminderNotHosted() => new(
        "ERR_ACTOR_REMINDER_NON_HOSTED",
        "operations on actor reminders are only possible on hosted actor types",
        403,
        StatusCode.PermissionDenied);
}
