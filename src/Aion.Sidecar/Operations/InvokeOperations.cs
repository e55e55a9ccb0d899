using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Operations;

/// <summary>Service invocation by one app: finds the other app in this host and calls it on its own channel.</summary>
internal sealed class InvokeOperations(SidecarApp app)
{
    public const string CallerHeader = "dapr-caller-app-id";
    public const string CalleeHeader = "dapr-callee-app-id";

    /// <exception cref="DaprException">The app is unknown, has no channel or cannot be reached.</exception>
    public async Task<AppResponse> InvokeAsync(string appId, AppRequest request, CancellationToken cancellationToken)
    {
        if (Reason(appId, out var target) is { } reason)
            throw new DaprException(InvokeErrors.Failed(appId, reason));
        var headers = new List<KeyValuePair<string, StringValues>>(request.Headers)
        {
            new(CallerHeader, app.AppId),
            new(CalleeHeader, appId),
        };
        try
        {
            return await target.Channel!.InvokeAsync(request with { Headers = headers }, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new DaprException(InvokeErrors.Failed(appId, error.Message));
        }
    }

    private string? Reason(string appId, out SidecarApp target)
    {
        if (!app.Runtime.TryGetApp(appId, out target!))
            return InvokeErrors.UnknownApp(appId);
        return target.Channel is null ? InvokeErrors.NoAppChannel : null;
    }
}
