using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>One stream to the master, from the greeting to its end.</summary>
internal sealed class MasterConnection(
    AsyncDuplexStreamingCall<NodeMeta, Apply> call, MasterGreeting greeting, WorkerReports reports, WorkerOrders orders, WorkerState state, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // Until the master says otherwise; AION's never does, and then silence means nothing.
    private TimeSpan _heartbeat = new ClusterOptions().Heartbeat;
    private TimeSpan? _deadline;

    /// <summary>Told once, when the master has shown that it takes this worker.</summary>
    public Action Joined { get; init; } = () => { };

    /// <summary>Returns when the master has ended the stream, or was silent for too long.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="RpcException">The connection failed, or the master refused it.</exception>
    /// <exception cref="MasterRefusalException">Whoever answered is not the master.</exception>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var proof = await greeting.ProofAsync(call.ResponseHeadersAsync, ct);
        await call.RequestStream.WriteAsync(reports.First(proof), ct);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = ReadAsync(end.Token);
        var writing = WriteAsync(end.Token);
        var first = await Task.WhenAny(reading, writing);
        await end.CancelAsync();
        await Task.WhenAll(reading, writing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await first;
    }

    private async Task<string> ReadAsync(CancellationToken ct)
    {
        var joined = false;
        while (await call.ResponseStream.MoveNext(ct))
        {
            state.Heard();
            if (!joined)
            {
                joined = true;
                Joined();
            }

            var message = call.ResponseStream.Current;
            if (message.Order is { DeadlineMilliseconds: > 0 } told)
            {
                _deadline = TimeSpan.FromMilliseconds(told.DeadlineMilliseconds);
                _heartbeat = TimeSpan.FromMilliseconds(Math.Max(50, told.HeartbeatMilliseconds));
            }

            if (message.Order is null or { Generation: > 0 })
            {
                orders.Submit(message);
            }
        }

        return "it closed the connection";
    }

    private async Task<string> WriteAsync(CancellationToken ct)
    {
        var (sent, started) = (time.GetUtcNow(), time.GetUtcNow());
        while (true)
        {
            await Task.Delay(_heartbeat < Look ? _heartbeat : Look, time, ct);
            var now = time.GetUtcNow();
            if (_deadline is { } deadline && now - (state.Master.LastContact ?? started) > deadline)
            {
                return $"it has been silent for {deadline.TotalSeconds:0.#} s";
            }

            if (reports.Next(now - sent >= _heartbeat) is { } report)
            {
                await call.RequestStream.WriteAsync(report, ct);
                sent = now;
            }
        }
    }
}
