using Microsoft.Extensions.Logging;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>The one place where an app waits for its sidecar.</summary>
/// <remarks>
/// Asks <c>/v1.0/healthz/outbound</c>, which says that the components are loaded and, unlike <c>/v1.0/healthz</c>, does not
/// itself wait for the app (https://docs.dapr.io/reference/api/health_api/).
/// </remarks>
public sealed class SidecarReadiness(SidecarConnection connection, TimeProvider time, ILogger<SidecarReadiness> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private int _waitAnnounced;

    /// <summary>
    /// Returns when the sidecar is ready. Asks with a back-off of 20 ms doubling to 2 s, for ever; logs one line when it
    /// has to wait and one when the wait is over, however many callers wait.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task WaitAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await ProbeAsync(ct) is not { } problem)
            {
                if (Interlocked.Exchange(ref _waitAnnounced, 0) != 0)
                {
                    Log.SidecarReady(logger, connection.Address.Http, time.GetElapsedTime(started).TotalSeconds);
                }

                return;
            }

            // A sidecar that starts together with the app is no news: only a longer wait is worth a line.
            if (pause > FirstPause * 16 && Interlocked.Exchange(ref _waitAnnounced, 1) == 0)
            {
                Log.SidecarAwaited(logger, connection.Address.Http, problem);
            }

            await Task.Delay(pause, time, ct);
        }
    }

    /// <summary>Asks once. Null when the sidecar is ready, else what is wrong.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<string?> ProbeAsync(CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await connection.Http.GetAsync(new Uri("v1.0/healthz/outbound", UriKind.Relative), linked.Token);
            return answer.IsSuccessStatusCode ? null : $"it answers {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "no answer within " + ProbeTimeout.TotalSeconds + " s";
        }
    }
}
