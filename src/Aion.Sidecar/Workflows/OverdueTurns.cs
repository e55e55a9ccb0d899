using Aion.Sidecar.Scheduling;
using Aion.Sidecar.Workflows.Dispatch;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// Says which turns workers hold for too long. A turn is code that only decides, which takes milliseconds: one that is not
/// answered blocks, or its answer was lost. It stays with its worker all the same, as in daprd; activities may take days.
/// </summary>
internal sealed class OverdueTurns : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DueQueue<(WorkflowHub Hub, TurnSlot Slot, string Token)> _out;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public OverdueTurns(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _out = new DueQueue<(WorkflowHub Hub, TurnSlot Slot, string Token)>(time, Tell);
    }

    /// <summary>A worker is given the turn.</summary>
    public void Given(WorkflowHub hub, TurnSlot slot) => _out.Set((hub, slot, slot.Token), _time.GetUtcNow() + Limit);

    public void Answered(WorkflowHub hub, TurnSlot slot) => _out.Remove((hub, slot, slot.Token));

    public ValueTask DisposeAsync() => _out.DisposeAsync();

    private void Tell(IReadOnlyList<(WorkflowHub Hub, TurnSlot Slot, string Token)> due)
    {
        foreach (var (hub, slot, token) in due)
        {
            if (hub.Queue.IsOut(slot, token))
                Log.TurnOverdue(_logger, slot.Instance.Id, hub.AppId, Limit);
        }
    }
}
