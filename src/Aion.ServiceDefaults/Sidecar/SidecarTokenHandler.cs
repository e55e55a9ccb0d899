namespace Aion.ServiceDefaults.Sidecar;

internal sealed class SidecarTokenHandler(string apiToken, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // DaprClient adds the token by itself; two values of it would be refused.
        if (!request.Headers.Contains(SidecarAddress.TokenHeader))
        {
            request.Headers.TryAddWithoutValidation(SidecarAddress.TokenHeader, apiToken);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
