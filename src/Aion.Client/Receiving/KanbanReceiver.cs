using Aion.Client.Connection;
using Aion.Contracts.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Aion.Client.Receiving;

/// <summary>The deliveries of one queue over as many streams as it takes: a lost one is opened again, for ever.</summary>
internal sealed class KanbanReceiver(
    KanbanQueue.KanbanQueueClient queues, KanbanClientOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly AnswerHistory _history = new(Math.Max(1024, options.Prefetch * 4));
    private readonly BackOff _backOff = new(options.MaxBackOff, time);
    private AsyncDuplexStreamingCall<ReceiveRequest, Delivery>? _call;
    private bool _initialReceived;
    private string _unanswered = "";

    /// <summary>The next delivery that was not answered yet.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="RpcException">INVALID_ARGUMENT or UNIMPLEMENTED: the server will never give this queue.</exception>
    public async Task<Delivery> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var reason = "The server ended it.";
            try
            {
                _call ??= await OpenAsync();
                if (await _call.ResponseStream.MoveNext(ct))
                {
                    _backOff.Reset();
                    if (await TakeAsync(_call.ResponseStream.Current) is { } delivery)
                    {
                        return delivery;
                    }

                    continue;
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested && StreamFault.IsTransient(e))
            {
                reason = StreamFault.Describe(e);
            }

            Log.StreamLost(logger, reason);
            Lose();
            await _backOff.PauseAsync(ct);
        }
    }

    /// <summary>Sends the answer. When the stream is lost it goes out when the kanban is delivered again.</summary>
    public async Task AnswerAsync(Acknowledgement answer)
    {
        _unanswered = "";
        if (answer.KanbanId.Length == 0)
        {
            return;
        }

        if (answer.Result != Acknowledgement.Types.Result.Retry)
        {
            _history.Add(answer);
        }

        try
        {
            await (_call?.RequestStream.WriteAsync(new ReceiveRequest { Acknowledge = answer }) ?? Task.CompletedTask);
        }
        catch (Exception e) when (StreamFault.Is(e))
        {
            // The next read finds the stream lost.
        }
    }

    /// <summary>
    /// Takes leave: the answers under way arrive, the kanban that was worked on comes again after a pause, and what was only on its
    /// way goes to other instances at once.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_call is { } call)
        {
            try
            {
                if (_unanswered.Length > 0)
                {
                    await AnswerAsync(new Acknowledgement { KanbanId = _unanswered, Result = Acknowledgement.Types.Result.Retry });
                }

                await call.RequestStream.CompleteAsync();
                using var limit = new CancellationTokenSource(Farewell, time);
                while (await call.ResponseStream.MoveNext(limit.Token))
                {
                    // On its way when we left: it goes back.
                }
            }
            catch (Exception e) when (StreamFault.Is(e))
            {
                // Lost already, or too slow to wait for.
            }

            Lose();
        }
    }

    private async Task<AsyncDuplexStreamingCall<ReceiveRequest, Delivery>> OpenAsync()
    {
        var open = new OpenQueue
        {
            Service = options.ServiceName,
            ProcessNumber = options.ProcessNumber,
            Prefetch = options.Prefetch,
            InitialKanban = options.InitialKanban && !_initialReceived,
        };
        var call = queues.Receive();
        try
        {
            await call.RequestStream.WriteAsync(new ReceiveRequest { Open = open });
        }
        catch
        {
            call.Dispose();
            throw;
        }

        Log.Receiving(logger, options.ServiceName, options.ProcessNumber, options.Address);
        return call;
    }

    // Null when the delivery is one that was answered.
    private async Task<Delivery?> TakeAsync(Delivery delivery)
    {
        if (delivery.KanbanId.Length == 0)
        {
            _initialReceived = true;
            return delivery;
        }

        if (_history.Find(delivery.KanbanId) is { } answer)
        {
            await AnswerAsync(answer);
            return null;
        }

        _unanswered = delivery.KanbanId;
        return delivery;
    }

    private void Lose()
    {
        _call?.Dispose();
        _call = null;
    }
}
