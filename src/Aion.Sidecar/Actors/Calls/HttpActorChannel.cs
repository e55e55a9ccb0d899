using Aion.Sidecar.AppChannel;

namespace Aion.Sidecar.Actors.Calls;

/// <summary>The sidecar's side of the actor protocol of apps: https://docs.dapr.io/reference/api/actors_api/#dapr-calling-to-user-service-code</summary>
internal sealed class HttpActorChannel(IAppChannel channel) : IActorChannel
{
    /// <summary>PUT /actors/{type}/{id}/method/{method}, whatever the caller's verb was.</summary>
    /// <exception cref="ActorCallException">The app answered with another status than 200.</exception>
    /// <exception cref="HttpRequestException">The app did not answer.</exception>
    public async Task<ActorAnswer> CallAsync(ActorKey key, ActorRequest request, CancellationToken cancellationToken)
    {
        var path = $"{Path(key)}/method/{string.Join('/', request.Method.Split('/').Select(Uri.EscapeDataString))}";
        using var body = new MemoryStream(request.Body, writable: false);
        var message = new AppRequest("PUT", path, request.Query, request.ContentType, request.Headers, body);
        using var answer = await channel.InvokeAsync(message, cancellationToken);
        var content = await ReadAsync(answer, cancellationToken);
        return answer.HttpStatus switch
        {
            200 => new ActorAnswer(answer.ContentType, answer.Headers, content),
            404 => throw new ActorCallException($"actor method not found: actors/{key.Type}/{key.Id}/method/{request.Method}"),
            var status => throw new ActorCallException($"error from actor service: ({status}) {System.Text.Encoding.UTF8.GetString(content)}"),
        };
    }

    /// <summary>DELETE /actors/{type}/{id}: the app is to forget its instance.</summary>
    /// <exception cref="ActorCallException">The app answered with another status than 200.</exception>
    /// <exception cref="HttpRequestException">The app did not answer.</exception>
    public async Task DeactivateAsync(ActorKey key, CancellationToken cancellationToken)
    {
        using var answer = await channel.InvokeAsync(new AppRequest("DELETE", Path(key), "", "", [], Stream.Null), cancellationToken);
        if (answer.HttpStatus != 200)
            throw new ActorCallException($"error from actor service: ({answer.HttpStatus})");
    }

    public void Close()
    {
        // The channel is the app's, whose other calls go on.
    }

    private static string Path(ActorKey key) => $"actors/{Uri.EscapeDataString(key.Type)}/{Uri.EscapeDataString(key.Id)}";

    private static async Task<byte[]> ReadAsync(AppResponse answer, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await answer.Body.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
