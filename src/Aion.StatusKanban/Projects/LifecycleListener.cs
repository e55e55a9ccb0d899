using Aion.Contracts.Events;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Projects;

/// <summary>Listens to aion.lifecycle for applied projects.</summary>
internal sealed class LifecycleListener(DaprApi.DaprClient dapr, TimeProvider time, ILogger<LifecycleListener> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TopicEventResponse Success = new() { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success };

    private TimeSpan _pause = FirstPause;

    /// <summary>Set when a project was applied, or may have been while nobody listened.</summary>
    public ChangeSignal Changed { get; } = new(time);

    /// <summary>Listens until cancelled; a lost stream is opened again.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.LifecycleLost(logger, e.Message);
            }
            catch (Exception)
            {
                return;
            }

            // What was missed in between shows in the state.
            Changed.Set();
            await Task.Delay(_pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        using var call = dapr.SubscribeTopicEventsAlpha1(cancellationToken: ct);
        await call.RequestStream.WriteAsync(
            new SubscribeTopicEventsRequestAlpha1
            {
                InitialRequest = new() { PubsubName = Topics.PubSubComponent, Topic = Topics.Lifecycle },
            },
            ct);
        await foreach (var answer in call.ResponseStream.ReadAllAsync(ct))
        {
            if (answer.EventMessage is not { } message)
            {
                _pause = FirstPause;
                continue;
            }

            if (message.Type == LifecycleEvent.ProjectApplied)
            {
                Changed.Set();
            }

            await call.RequestStream.WriteAsync(
                new SubscribeTopicEventsRequestAlpha1 { EventProcessed = new() { Id = message.Id, Status = Success } }, ct);
        }
    }
}
