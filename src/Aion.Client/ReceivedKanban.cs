using Aion.Client.Receiving;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.V1;

namespace Aion.Client;

/// <summary>A kanban to work on. For one caller at a time.</summary>
public sealed class ReceivedKanban
{
    private readonly KanbanReceiver _receiver;
    private readonly KanbanClient _client;
    private readonly Delivery _delivery;
    private int _outputs;

    internal ReceivedKanban(Delivery delivery, KanbanReceiver receiver, KanbanClient client) =>
        (_delivery, _receiver, _client) = (delivery, receiver, client);

    /// <summary>Its id, the same at every delivery. Empty for an initial kanban.</summary>
    public string Id => _delivery.KanbanId;

    /// <summary>Its content.</summary>
    public StatusKanban Kanban => _delivery.Kanban;

    /// <summary>1 at the first delivery.</summary>
    public int Attempt => _delivery.Attempt;

    /// <summary>W3C trace context of the sender, or empty.</summary>
    public string TraceParent => _delivery.TraceParent;

    /// <summary>It was acknowledged, sent back or rejected.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>
    /// Sends an output of this kanban and returns when it is durable; waits and tries again while status-kanban is away. The
    /// output's id is derived from this kanban's id and from how many outputs it has had: a kanban that is delivered again and
    /// worked on again makes the same ids in the same order, and no second effect. <c>processNumber</c> is filled in.
    /// </summary>
    /// <exception cref="KanbanRefusedException">status-kanban will not take it, e.g. because it is too large.</exception>
    public Task SendAsync(StatusKanban output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var id = Id.Length == 0 ? _client.NewId() : KanbanId.DeriveOutput(Id, _outputs++);
        return _client.SendAsync(output, id, Id, TraceParent, cancellationToken);
    }

    /// <summary>
    /// The work is done, now: what happens after this call is not repeated. Not needed in a loop that runs to its end, as asking
    /// for the next kanban acknowledges this one.
    /// </summary>
    public Task AcknowledgeAsync() => AnswerAsync(Acknowledgement.Types.Result.Done, "");

    /// <summary>
    /// Gives it back: it is delivered again after a pause, to this instance or another, before any later kanban that is not yet on
    /// its way to an instance (<see cref="KanbanClientOptions.Prefetch"/> 1 keeps the order strictly).
    /// </summary>
    public Task RetryAsync() => AnswerAsync(Acknowledgement.Types.Result.Retry, "");

    /// <summary>Sets it aside to kanban.dead; <c>aionctl kanban redrive</c> brings it back.</summary>
    /// <param name="reason">Why, as a sentence for whoever looks there.</param>
    public Task RejectAsync(string reason) => AnswerAsync(Acknowledgement.Types.Result.Reject, reason);

    private async Task AnswerAsync(Acknowledgement.Types.Result result, string reason)
    {
        if (!IsAnswered)
        {
            IsAnswered = true;
            await _receiver.AnswerAsync(new Acknowledgement { KanbanId = Id, Result = result, Reason = reason });
        }
    }
}
