using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>The alpha rpc of an app built before bulk events were stable.</summary>
public sealed class AlphaCallback(TestCallback callback) : AppCallbackAlpha.AppCallbackAlphaBase
{
    [Obsolete("Dapr deprecated it; apps that have it are still served.")]
    public override Task<TopicEventBulkResponse> OnBulkTopicEventAlpha1(TopicEventBulkRequest request, ServerCallContext context) =>
        callback.TakeAsync(request);
}
