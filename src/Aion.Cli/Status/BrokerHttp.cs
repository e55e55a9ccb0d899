using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Security;

namespace Aion.Cli.Status;

/// <summary>Requests of service-broker. A refusal becomes a <see cref="CliException"/> with the sentence of its problem details.</summary>
internal sealed class BrokerHttp : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">Where it is.</param>
    /// <param name="token">What it wants to see; null: nothing.</param>
    /// <exception cref="CliException">No header can carry the token.</exception>
    public BrokerHttp(Uri address, string? token)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null && !ApiToken.IsSendable(token))
        {
            throw new CliException(ExitCode.Usage, $"The token (--token, {ApiToken.Variable}) {ApiToken.NotSendable}");
        }
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Why it is not ready; null: it is.</summary>
    public async Task<string?> ReadinessProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("healthz/ready", cancellationToken);
            return response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException refused)
        {
            return refused.Message;
        }
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <exception cref="CliException">It is no answer of a service-broker: another program listens there.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new CliException(ExitCode.Rejected, "The platform answered with an empty document.");
        }
        catch (JsonException)
        {
            throw new CliException(
                ExitCode.Rejected, $"What answers at {response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority)} is not the HTTP API of a service-broker of this version.");
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }
        using (response)
        {
            var problem = await ProblemAsync(response, cancellationToken);
            throw new CliException(response.StatusCode == HttpStatusCode.NotFound ? ExitCode.NotFound : ExitCode.Rejected, problem);
        }
    }

    // RFC 9457: detail is the sentence for this case, title the one for the kind of problem.
    private static async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            return TextOf(document.RootElement, "detail") ?? TextOf(document.RootElement, "title") ?? text;
        }
        catch (JsonException)
        {
            return text.Length > 0 ? text : $"The platform answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        }
    }

    // Any program may answer where a broker is thought to be.
    private static string? TextOf(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text ? text : null;

    public void Dispose() => _http.Dispose();
}
