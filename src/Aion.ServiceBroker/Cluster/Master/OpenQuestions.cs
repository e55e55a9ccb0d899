using System.Collections.Concurrent;
using Aion.Contracts.V1;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The questions of one link that have no answer yet.</summary>
internal sealed class OpenQuestions
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<NodeAnswer?>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<NodeQuestion> _unsent = new();

    /// <summary>The answer; null when the link ended before it came.</summary>
    public Task<NodeAnswer?> Add(NodeQuestion question)
    {
        var source = new TaskCompletionSource<NodeAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[question.Id] = source;
        _unsent.Enqueue(question);
        return source.Task;
    }

    /// <summary>Those that are still to be sent; each once. What nobody waits for any more is not asked: somebody was told that it failed.</summary>
    public IReadOnlyList<NodeQuestion> TakeUnsent()
    {
        var questions = new List<NodeQuestion>();
        while (_unsent.TryDequeue(out var question))
        {
            if (_open.ContainsKey(question.Id))
            {
                questions.Add(question);
            }
        }

        return questions;
    }

    /// <summary>Takes an answer. One to a question that nobody asked, or that has been answered, is ignored.</summary>
    public void Answer(NodeAnswer answer)
    {
        if (_open.TryRemove(answer.Id, out var source))
        {
            source.TrySetResult(answer);
        }
    }

    public void Forget(string id) => _open.TryRemove(id, out _);

    /// <summary>The link has ended: nobody will answer.</summary>
    public void GiveUp()
    {
        foreach (var id in _open.Keys)
        {
            if (_open.TryRemove(id, out var source))
            {
                source.TrySetResult(null);
            }
        }
    }
}
