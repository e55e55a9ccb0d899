using Aion.Sidecar.Scheduling;
using Aion.Sidecar.Workflows.Dispatch;

namespace Aion.Sidecar.Workflows;

/// <summary>Gives work again, after a pause, whose preparation or answer could not be read or stored.</summary>
internal sealed class WorkRetries(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly DueQueue<(WorkQueue Queue, WorkSlot Slot, string Token)> _waiting = new(time, GiveAgain);

    /// <summary>The work failed once more.</summary>
    /// <returns>The pause: longer every time, because what is damaged fails every time.</returns>
    public TimeSpan Add(WorkQueue queue, WorkSlot slot)
    {
        var pause = PauseAfter(++slot.Failures);
        _waiting.Set((queue, slot, slot.Token), time.GetUtcNow() + pause);
        return pause;
    }

    /// <summary>1 s, doubled with each failure in a row up to 1 min.</summary>
    internal static TimeSpan PauseAfter(int failures) =>
        failures < 7 ? First * (1 << (failures - 1)) : Longest;

    public ValueTask DisposeAsync() => _waiting.DisposeAsync();

    private static void GiveAgain(IReadOnlyList<(WorkQueue Queue, WorkSlot Slot, string Token)> due)
    {
        foreach (var (queue, slot, token) in due)
            queue.Repeat(slot, token);
    }
}
