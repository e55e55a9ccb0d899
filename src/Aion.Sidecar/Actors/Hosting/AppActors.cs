using System.Text.Json;
using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Hosting;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors.Hosting;

/// <summary>Asks an app which actors it hosts whenever it comes up, and has them placed in it while it is up.</summary>
internal sealed class AppActors : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SidecarApp _app;
    private readonly ILogger _logger;
    private volatile ActorHost? _host;
    private Task _loop = Task.CompletedTask;

    public AppActors(SidecarApp app)
    {
        _app = app;
        _logger = app.Runtime.Options.LoggerFactory.CreateLogger("Aion.Sidecar.Actors");
    }

    /// <summary>null: it is down, or hosts no actors.</summary>
    public ActorHost? Host => _host;

    /// <summary>Completes when it is known for the first time which actors the app hosts.</summary>
    public Task Registered => _registered.Task;

    /// <summary>As in daprd: an app with an HTTP app channel is asked, all others come themselves with a stream.</summary>
    public bool AreAsked => _app.Channel is not null && _app.Options.AppProtocol == AppProtocol.Http;

    public void Start()
    {
        if (AreAsked)
            _loop = Task.Run(() => RunAsync(_app.Channel!));
        else
            _registered.SetResult();
    }

    /// <summary>The app has opened a stream for its actors. They leave the stream that it had before.</summary>
    public async Task JoinAsync(ActorHost host)
    {
        await _app.Runtime.Actors.AddAsync(host);
        if (Interlocked.Exchange(ref _host, host) is { } former)
            await _app.Runtime.Actors.RemoveAsync(former, _stopping.Token);
    }

    /// <summary>The stream has ended.</summary>
    public void Leave(ActorHost host)
    {
        Interlocked.CompareExchange(ref _host, null, host);
        _app.Runtime.Actors.Lose(host);
    }

    /// <summary>Deactivates the app's actors.</summary>
    public async Task StopAsync(CancellationToken drain)
    {
        await _stopping.CancelAsync();
        await _loop;
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await _app.Runtime.Actors.RemoveAsync(host, drain);
            host.Channel.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _stopping.Dispose();
    }

    private async Task RunAsync(IAppChannel channel)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await _app.Presence.WaitUntilUpAsync(_stopping.Token);
                if (await AskAsync(channel, pause) is not { } types)
                {
                    await Task.Delay(pause, _app.Runtime.Options.TimeProvider, _stopping.Token);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    continue;
                }

                pause = FirstPause;
                await HostWhileUpAsync(channel, types);
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Stopped while it waited for the app or asked it.
        }
    }

    private async Task HostWhileUpAsync(IAppChannel channel, IReadOnlyDictionary<string, ActorTypeConfig> types)
    {
        if (types.Count > 0 && _app.ActorState.HasStore)
        {
            var host = new ActorHost(_app, new HttpActorChannel(channel), types);
            await _app.Runtime.Actors.AddAsync(host);
            _host = host;
        }
        else if (types.Count > 0)
        {
            Log.NoActorStateStore(_logger, _app.AppId);
        }

        _registered.TrySetResult();
        await _app.Presence.WaitUntilDownAsync(_stopping.Token);
        if (Interlocked.Exchange(ref _host, null) is { } lost)
            _app.Runtime.Actors.Lose(lost);
    }

    /// <summary>null: it could not say, ask again.</summary>
    private async Task<IReadOnlyDictionary<string, ActorTypeConfig>?> AskAsync(IAppChannel channel, TimeSpan pause)
    {
        try
        {
            var request = new AppRequest("GET", "dapr/config", "", "", [new("dapr-app-id", _app.AppId)], Stream.Null);
            using var answer = await channel.InvokeAsync(request, _stopping.Token);
            if (answer.HttpStatus >= 500)
                throw new HttpRequestException($"the app answered {answer.HttpStatus} to GET /dapr/config");
            using var body = new MemoryStream();
            await answer.Body.CopyToAsync(body, _stopping.Token);
            return answer.HttpStatus == 200 && body.Length > 0
                ? new ActorConfigJson(_app.AppId, _logger).Read(body.ToArray())
                : new Dictionary<string, ActorTypeConfig>();
        }
        catch (JsonException error)
        {
            Log.ConfigMalformed(_logger, _app.AppId, error.Message);
            return new Dictionary<string, ActorTypeConfig>();
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            Log.ConfigFailed(_logger, _app.AppId, pause, error);
            return null;
        }
    }
}
