using System.Collections.Concurrent;
using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Components;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Subscriptions.Crashes;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions;

/// <summary>
/// The subscriptions of one app. Waits for the app, asks what it subscribes to, delivers while it is up, and starts over
/// when it was down: what it subscribes to may have changed. Events wait in their topics meanwhile.
/// </summary>
internal sealed class AppSubscriptions : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly ConcurrentDictionary<SubscriptionModel, byte> _streams = new(ReferenceEqualityComparer.Instance);
    private readonly SidecarApp _app;
    private readonly ILogger _logger;
    private volatile IReadOnlyList<Subscription> _running = [];
    private Task _loop = Task.CompletedTask;

    public AppSubscriptions(SidecarApp app)
    {
        _app = app;
        _logger = app.Runtime.Options.LoggerFactory.CreateLogger("Aion.Sidecar.Subscriptions");
    }

    /// <summary>What is subscribed to now, for the metadata API.</summary>
    public IReadOnlyList<SubscriptionModel> Active => [.. _running.Select(subscription => subscription.Model), .. _streams.Keys];

    private TimeProvider Time => _app.Runtime.Options.TimeProvider;

    public void Start()
    {
        if (_app.Channel is { } channel)
            _loop = Task.Run(() => RunAsync(channel));
    }

    public void AddStream(SubscriptionModel subscription) => _streams[subscription] = 0;

    public void RemoveStream(SubscriptionModel subscription) => _streams.TryRemove(subscription, out _);

    /// <summary>Takes no more events and waits for those that the app has. Cancelling gives those back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var registration = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(IAppChannel channel)
    {
        var port = _app.Options.AppPort!.Value;
        var probe = new AppProbe(_app.Options.AppHost, port, Time);
        _app.Presence.SetProbe(probe);
        try
        {
            while (true)
            {
                await probe.WaitUntilUpAsync(_stopping.Token);
                _app.Presence.SetUp();
                var (models, refused) = await ListAsync(channel);
                if (models is null)
                {
                    _app.Presence.SetDown();
                    continue;
                }

                Log.AppUp(_logger, _app.AppId, port, models.Count);
                await DeliverWhileUpAsync(channel, models, probe, refused);
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Stopped while it waited for the app or asked it.
        }
    }

    // An app that refused to give its subscriptions is asked again meanwhile; its answer ends this round, too.
    private async Task DeliverWhileUpAsync(IAppChannel channel, IReadOnlyList<SubscriptionModel> models, AppProbe probe, bool refused)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var running = new List<Subscription>();
        try
        {
            foreach (var model in models)
            {
                if (Open(channel, model, probe) is { } subscription)
                    running.Add(subscription);
            }

            _running = running;
            var down = probe.WaitUntilDownAsync(over.Token);
            var answer = refused ? AskAgainAsync(channel, over.Token) : Task.Delay(Timeout.InfiniteTimeSpan, Time, over.Token);
            if (await Task.WhenAny(down, answer) == down && !_stopping.IsCancellationRequested)
            {
                _app.Presence.SetDown();
                Log.AppDown(_logger, _app.AppId, _app.Options.AppPort!.Value);
            }

            _stopping.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            await over.CancelAsync();
            _running = [];
            await Task.WhenAll(running.Select(subscription => subscription.StopAsync(_abort.Token)));
            foreach (var subscription in running)
                await subscription.DisposeAsync();
        }
    }

    private Subscription? Open(IAppChannel channel, SubscriptionModel model, AppProbe probe)
    {
        if (!_app.Runtime.Components.TryGetPubSub(_app.AppId, model.PubSubName, out var pubSub, out var component))
        {
            Log.UnknownPubSub(_logger, _app.AppId, model.Topic, model.PubSubName);
            return null;
        }

        var dead = new DeadLetters(pubSub, model, Time, _logger);
        var context = new DeliveryContext(_app.AppId, model, Postman(channel, model), dead, probe, Time, _logger);
        return new Subscription(context, pubSub, ConsumerGroup(component, _app.AppId));
    }

    private IPostman Postman(IAppChannel channel, SubscriptionModel model)
    {
        var postman = channel.CreatePostman(model);
        return _app.GuardOf(model) is { } guard ? new GuardedPostman(postman, guard) : postman;
    }

    /// <summary>The group is the app id, unless the component names another (Dapr: consumerID).</summary>
    public static string ConsumerGroup(ComponentModel component, string appId) =>
        component.Metadata.TryGetValue("consumerID", out var group) && group.Length > 0 ? group : appId;

    /// <summary>
    /// What the app and the YAML declare; null: the app could not be asked, look whether it is up again. One that answers
    /// with a server error is up: what the YAML declares is delivered to it, as daprd does.
    /// </summary>
    private async Task<(IReadOnlyList<SubscriptionModel>? Models, bool Refused)> ListAsync(IAppChannel channel)
    {
        SubscriptionModel[] declared = [.. _app.Runtime.Components.Subscriptions(_app.AppId).Select(Declared)];
        try
        {
            var programmatic = await channel.ListSubscriptionsAsync(_stopping.Token);
            return ([.. programmatic.Concat(declared).DistinctBy(model => (model.PubSubName, model.Topic))], false);
        }
        catch (HttpRequestException error) when (error.StatusCode is not null)
        {
            Log.SubscriptionsFailed(_logger, _app.AppId, FirstPause, error);
            return (declared, true);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            Log.SubscriptionsFailed(_logger, _app.AppId, FirstPause, error);
            await Task.Delay(FirstPause, Time, _stopping.Token);
            return (null, false);
        }
    }

    /// <summary>Returns when the app gives a list at last.</summary>
    private async Task AskAgainAsync(IAppChannel channel, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, Time, cancellationToken);
            try
            {
                await channel.ListSubscriptionsAsync(cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                // Asked again, or found to be down.
            }
        }
    }

    private static SubscriptionModel Declared(DeclarativeSubscription declared) =>
        new(declared.PubSubName, declared.Topic, SubscriptionKind.Declarative)
        {
            Route = declared.Route,
            DeadLetterTopic = declared.DeadLetterTopic,
            BulkMaxMessages = declared.BulkMaxMessages,
            Metadata = declared.Metadata,
        };
}
