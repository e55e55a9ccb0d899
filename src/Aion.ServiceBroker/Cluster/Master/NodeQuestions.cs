using Aion.Contracts.V1;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Asks a node about what it runs, over the link that it opened: nothing of a worker has to be reachable.</summary>
internal sealed class NodeQuestions(WorkerLinks links, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether a node is there and answers questions; AION's do not.</summary>
    public bool CanAnswer(string node) => links.Find(node) is { CanAnswer: true };

    /// <summary>The node's answer, or that it was asked and says nothing; null: it is not there, or went away.</summary>
    public async Task<NodeAnswer?> AskAsync(string node, NodeQuestion question, CancellationToken ct)
    {
        if (links.Find(node) is not { CanAnswer: true } link)
        {
            return null;
        }

        question.Id = Guid.NewGuid().ToString("N");
        var answer = link.Ask(question);
        try
        {
            return await answer.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            return AnswerProblem.Of(
                StatusCodes.Status504GatewayTimeout,
                $"Node {node} is connected, and has not answered for {Patience.TotalSeconds:0} s. It may still do what it was asked: see aionctl status, or ask there.");
        }
        finally
        {
            link.Questions.Forget(question.Id);
        }
    }
}
