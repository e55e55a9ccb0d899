using Aion.Sidecar.Scheduling;
using Aion.Sidecar.Workflows.Dispatch;

namespace Aion.Sidecar.Workflows;

/// <summary>Gives work again, after a pause, whose preparation or answer could not be read or stored.</summary>
internal sealed class WorkRetries(TimeProvider time) : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly DueQueue<(WorkQueue Queue, WorkSlot Slot, string Token)> _waiting = new(time, GiveAgain);

    public void Add(WorkQueue queue, WorkSlot slot) => _waiting.Set((queue, slot, slot.Token), time.GetUtcNow() + Delay);

    public ValueTask DisposeAsync() => _waiting.DisposeAsync();

    private static void GiveAgain(IReadOnlyList<(WorkQueue Queue, WorkSlot Slot, string Token)> due)
    {
        foreach (var (queue, slot, token) in due)
            queue.Repeat(slot, token);
    }
}
