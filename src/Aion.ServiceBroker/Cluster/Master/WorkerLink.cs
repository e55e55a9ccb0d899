using System.Threading.Channels;
using Aion.Contracts.V1;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>One open stream of a worker: what others may do to it.</summary>
internal sealed class WorkerLink(string node, string nodeId, CancellationToken call) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(call);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile string _reason = "the worker closed it";

    public string Node => node;

    public string NodeId => nodeId;

    /// <summary>Cancelled when the link is to end.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Why it ends, for people.</summary>
    public string Reason => _reason;

    /// <summary>There may be something to tell the worker.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Asks the worker; null: the link ended before its answer came.</summary>
    public Task<NodeAnswer?> Ask(NodeQuestion question)
    {
        var answer = Questions.Add(question);
        // Also of a link that was found a moment ago and is disposed by now.
        if (_end.IsCancellationRequested)
        {
            Questions.GiveUp();
        }

        Wake();
        return answer;
    }

    /// <summary>Returns with the next wake, or after a while without one.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time)
    {
        using var due = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, Ended);
        try
        {
            await _wakes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!Ended.IsCancellationRequested)
        {
            // Nobody woke it.
        }
    }

    /// <summary>Whether the worker answers questions.</summary>
    public bool CanAnswer { get; init; }

    /// <summary>What it was asked and has not answered yet.</summary>
    public OpenQuestions Questions { get; } = new();

    /// <summary>Whether it ends because the worker sent what cannot be used, so that it is to be told so.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Ends it. The first reason counts.</summary>
    public void End(string reason)
    {
        if (!_end.IsCancellationRequested)
        {
            _reason = reason;
            _end.Cancel();
        }
    }

    /// <summary>Ends it because of what the worker sent.</summary>
    public void Refuse(string reason)
    {
        IsRefused = true;
        End(reason);
    }

    public void Dispose() => _end.Dispose();
}
