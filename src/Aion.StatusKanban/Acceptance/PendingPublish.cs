using Dapr.Client.Autogen.Grpc.v1;

namespace Aion.StatusKanban.Acceptance;

/// <summary>A kanban on its way to the broker, and the caller who waits for it. The result is null, or why it was not stored.</summary>
internal sealed class PendingPublish(BulkPublishRequestEntry entry)
    : TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public BulkPublishRequestEntry Entry { get; } = entry;
}
