using Aion.Contracts.Kanbanpb;
using Aion.Testing;
using Grpc.Core;

namespace Aion.FunctionalTests.Kanbans;

/// <summary>
/// Sends the numbers from 0 on, one after the other, whatever happens to the server: a call that failed is repeated with the
/// same kanban id until it is accepted, as docs/microservices.md tells a service to do.
/// </summary>
internal sealed class NumberedRun(Func<Uri> address, string service)
{
    /// <summary>Longer than a run with its restarts takes on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _accepted;

    /// <summary>How many were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public async Task SendAsync(int count)
    {
        var caller = new KanbanCaller(address());
        for (var number = 0; number < count; number++)
        {
            var id = Guid.CreateVersion7().ToString();
            while (!await TryAsync(caller, number, id))
            {
                caller.Dispose();
                await Task.Delay(20);
                caller = new KanbanCaller(address());
            }

            Interlocked.Increment(ref _accepted);
        }

        caller.Dispose();
    }

    /// <summary>Waits until so many were accepted.</summary>
    public Task ReachesAsync(int count) => Eventually.HoldsAsync(() => Accepted >= count, $"{count} kanbans of {service} accepted");

    private async Task<bool> TryAsync(KanbanCaller caller, int number, string id)
    {
        try
        {
            return (await caller.SendAsync(service, KanbanCaller.Numbered(number), id)).Status == ResponseStatus.Success;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
