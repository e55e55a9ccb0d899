using System.Net;
using System.Net.Sockets;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Health.Probes;

/// <summary>A GET that must answer 2xx or 3xx, on a connection of its own: an old one says nothing about new callers.</summary>
internal sealed class HttpProbe(HttpProbeModel model, int number) : IProbe
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { ConnectionClose = true },
    };

    private readonly Uri _address = new($"http://127.0.0.1:{model.Port + number - 1}{model.Path}");

    public string Name => $"GET {_address}";

    public async Task<ProbeAnswer> AskAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(_address, HttpCompletionOption.ResponseHeadersRead, ct);
            return new ProbeAnswer(
                answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest,
                $"answered {(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd());
        }
        catch (HttpRequestException e)
        {
            return new ProbeAnswer(false, Describe(e, _address.Port));
        }
    }

    public void Dispose() => _http.Dispose();

    internal static string Describe(Exception failure, int port) => failure.GetBaseException() is SocketException { SocketErrorCode: var code }
        ? code switch
        {
            SocketError.ConnectionRefused => $"nothing listens on port {port}",
            SocketError.ConnectionReset => "closed the connection without an answer",
            _ => failure.GetBaseException().Message,
        }
        : failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? "closed the connection without an answer" : failure.GetBaseException().Message;
}
