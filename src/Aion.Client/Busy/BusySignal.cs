using System.Net;
using System.Net.Http.Json;
using Aion.Client.Connection;
using Microsoft.Extensions.Logging;

namespace Aion.Client.Busy;

/// <summary>
/// Tells service-broker, through this instance's sidecar (Dapr service invocation), whether the instance may be replaced now.
/// </summary>
internal sealed class BusySignal : IDisposable
{
    private const string Method = "v1.0/invoke/aion-servicebroker/method/busy";

    private readonly KanbanClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _http;

    public BusySignal(KanbanClientOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = options.SidecarAddress };
        if (options.SidecarToken is { Length: > 0 } token)
        {
            _http.DefaultRequestHeaders.Add("dapr-api-token", token);
        }
    }

    /// <summary>Returns when service-broker has taken note of it.</summary>
    public async Task SetAsync(bool busy, string? reason, CancellationToken ct)
    {
        if (_options.SidecarAddress is null)
        {
            throw new InvalidOperationException("The sidecar is not known: set DAPR_HTTP_PORT or KanbanClientOptions.SidecarAddress.");
        }

        var message = new BusyMessage(_options.ServiceName, _options.ProcessNumber, busy, reason);
        for (var backOff = new BackOff(_options.MaxBackOff, _time); ; await backOff.PauseAsync(ct))
        {
            try
            {
                using var answer = await _http.PutAsJsonAsync(Method, message, BusyJson.Default.BusyMessage, ct);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                var text = await answer.Content.ReadAsStringAsync(ct);
                if (!IsTransient(answer.StatusCode))
                {
                    throw new HttpRequestException($"service-broker answered {(int)answer.StatusCode}: {text}", null, answer.StatusCode);
                }

                Log.BusyRetried(_logger, $"{(int)answer.StatusCode}: {text}");
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                Log.BusyRetried(_logger, e.Message);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    // The sidecar answers 5xx itself while service-broker is away.
    private static bool IsTransient(HttpStatusCode code) =>
        code >= HttpStatusCode.InternalServerError || code is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}
