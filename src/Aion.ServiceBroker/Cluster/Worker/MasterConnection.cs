using System.Globalization;
using System.Threading.Channels;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>One stream to the master, from the greeting to its end.</summary>
internal sealed class MasterConnection(
    AsyncDuplexStreamingCall<NodeMeta, Apply> call, MasterGreeting greeting, WorkerReports reports, WorkerOrders orders, ToldServices others, Answers answers, WorkerState state,
    ClusterOptions options, TimeProvider time)
{
    private const int MostQuestions = 64;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);

    // Until the master says otherwise. AION's never does, and its silence means nothing.
    private TimeSpan _heartbeat = options.Heartbeat;
    private TimeSpan _deadline = options.Deadline;
    private readonly Channel<NodeQuestion> _questions = Channel.CreateBounded<NodeQuestion>(MostQuestions);
    private readonly Channel<NodeAnswer> _answers = Channel.CreateBounded<NodeAnswer>(MostQuestions);
    private long _heard = time.GetTimestamp();
    private volatile bool _isOurs;

    /// <summary>Told once, when the master has shown that it takes this worker.</summary>
    public Action Joined { get; init; } = () => { };

    /// <summary>Returns when the master has ended the stream, or was silent for too long.</summary>
    /// <returns>Why it ended.</returns>
    /// <exception cref="RpcException">The connection failed, or the master refused it.</exception>
    /// <exception cref="MasterRefusalException">Whoever answered is not the master.</exception>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var proof = await greeting.ProofAsync(call.ResponseHeadersAsync, ct);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // On their own each: a write waits for ever where the link is cut and its window full.
        Task<string>[] parts = [ReadAsync(end.Token), WriteAsync(proof, end.Token), WatchAsync(end.Token), AnswerAsync(end.Token)];
        var first = await Task.WhenAny(parts);
        await end.CancelAsync();
        await Task.WhenAll(parts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await first;
    }

    private async Task<string> ReadAsync(CancellationToken ct)
    {
        var joined = false;
        while (await call.ResponseStream.MoveNext(ct))
        {
            Volatile.Write(ref _heard, time.GetTimestamp());
            state.Heard();
            var message = call.ResponseStream.Current;
            if (message.Order is { } order)
            {
                others.Take(order);
                foreach (var question in order.Questions)
                {
                    _questions.Writer.TryWrite(question);
                }
            }

            if (!joined)
            {
                joined = true;
                Joined();
            }

            if (message.Order is { DeadlineMilliseconds: > 0 } told)
            {
                _isOurs = true;
                _heartbeat = Within(TimeSpan.FromMilliseconds(told.HeartbeatMilliseconds), ShortestHeartbeat, LongestDeadline / 2);
                _deadline = Within(TimeSpan.FromMilliseconds(told.DeadlineMilliseconds), _heartbeat * 2, LongestDeadline);
            }

            if (message.Order is null or { Generation: > 0 })
            {
                orders.Submit(message);
            }
        }

        return "it closed the connection";
    }

    private async Task<string> WriteAsync(byte[] proof, CancellationToken ct)
    {
        await call.RequestStream.WriteAsync(reports.First(proof), ct);
        var sent = time.GetTimestamp();
        while (true)
        {
            await WaitForAnswerAsync(_heartbeat < Look ? _heartbeat : Look, ct);
            var report = _answers.Reader.TryRead(out var answer) ? reports.With(answer) : reports.Next(time.GetElapsedTime(sent) >= _heartbeat);
            if (report is not null)
            {
                await call.RequestStream.WriteAsync(report, ct);
                sent = time.GetTimestamp();
            }
        }
    }

    private async Task WaitForAnswerAsync(TimeSpan longest, CancellationToken ct)
    {
        using var due = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, ct);
        try
        {
            await _answers.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody asked anything.
        }
    }

    // Off the reading: a story takes a while, and the deadline runs.
    private async Task<string> AnswerAsync(CancellationToken ct)
    {
        await foreach (var question in _questions.Reader.ReadAllAsync(ct))
        {
            await _answers.Writer.WriteAsync(await answers.ToAsync(question, ct), ct);
        }

        return "";
    }

    // From its greeting on one of ours has a deadline, before its first message too.
    private async Task<string> WatchAsync(CancellationToken ct)
    {
        while (!(_isOurs || MasterGreeting.IsOurs(call.ResponseHeadersAsync)) || time.GetElapsedTime(Volatile.Read(ref _heard)) <= _deadline)
        {
            await Task.Delay(_heartbeat < Look ? _heartbeat : Look, time, ct);
        }

        return string.Create(CultureInfo.InvariantCulture, $"it has been silent for {_deadline.TotalSeconds:0.#} s");
    }

    private static TimeSpan Within(TimeSpan told, TimeSpan shortest, TimeSpan longest) => told < shortest ? shortest : told > longest ? longest : told;
}
