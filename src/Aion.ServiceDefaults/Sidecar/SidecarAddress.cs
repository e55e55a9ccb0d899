using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>
/// Where the app's sidecar is and the tokens between the two, from the variables that all Dapr SDKs read
/// (https://docs.dapr.io/reference/environment/), taken through configuration so that apps in one process can differ.
/// </summary>
/// <param name="Http">HTTP endpoint; <c>unix:///path</c> is a Unix domain socket.</param>
/// <param name="Grpc">gRPC endpoint; <c>unix:///path</c> is a Unix domain socket.</param>
/// <param name="ApiToken">What the sidecar expects from the app (<c>DAPR_API_TOKEN</c>), or null.</param>
/// <param name="AppToken">What the app expects from the sidecar (<c>APP_API_TOKEN</c>), or null.</param>
public sealed record SidecarAddress(Uri Http, Uri Grpc, string? ApiToken, string? AppToken)
{
    /// <summary>The header that carries either token.</summary>
    public const string TokenHeader = "dapr-api-token";

    /// <summary>
    /// Reads <c>DAPR_HTTP_ENDPOINT</c> or <c>DAPR_HTTP_PORT</c> (3500), <c>DAPR_GRPC_ENDPOINT</c> or <c>DAPR_GRPC_PORT</c>
    /// (50001), <c>DAPR_API_TOKEN</c> and <c>APP_API_TOKEN</c>. A port form means 127.0.0.1.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value is not an endpoint; the message names the key.</exception>
    public static SidecarAddress From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new SidecarAddress(
            Endpoint(configuration, "DAPR_HTTP_ENDPOINT", "DAPR_HTTP_PORT", 3500),
            Endpoint(configuration, "DAPR_GRPC_ENDPOINT", "DAPR_GRPC_PORT", 50001),
            NullIfEmpty(configuration["DAPR_API_TOKEN"]),
            NullIfEmpty(configuration["APP_API_TOKEN"]));
    }

    private static Uri Endpoint(IConfiguration configuration, string endpointKey, string portKey, int defaultPort)
    {
        if (NullIfEmpty(configuration[endpointKey]) is { } endpoint)
        {
            return Uri.TryCreate(endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "http://" + endpoint, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https" or "unix" ? uri
                : throw new InvalidOperationException(
                    $"{endpointKey} is '{endpoint}', which is no http://, https:// or unix:// endpoint.");
        }

        var port = NullIfEmpty(configuration[portKey]) ?? defaultPort.ToString(CultureInfo.InvariantCulture);
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Uri($"http://127.0.0.1:{number}")
            : throw new InvalidOperationException($"{portKey} is '{port}', which is no port number.");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
