using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.AppChannel;

/// <summary>The way from the sidecar to its app, over HTTP or gRPC.</summary>
internal interface IAppChannel : IDisposable
{
    /// <summary>What the app says it subscribes to.</summary>
    /// <exception cref="HttpRequestException">The app could not be asked.</exception>
    Task<IReadOnlyList<SubscriptionModel>> ListSubscriptionsAsync(CancellationToken cancellationToken);

    /// <summary>What brings the events of one subscription to the app; not for concurrent use.</summary>
    IPostman CreatePostman(SubscriptionModel subscription);

    /// <summary>Calls a method of the app.</summary>
    /// <exception cref="HttpRequestException">The app could not be reached.</exception>
    Task<AppResponse> InvokeAsync(AppRequest request, CancellationToken cancellationToken);
}
