using System.Text;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Queues;

/// <summary>Keeps events in the state store that the sidecar does not publish, in parts that it takes.</summary>
internal sealed class LargeLetters(StateStore state)
{
    // A third more in Base64; well below what any sidecar takes in one request.
    private const int PartBytes = 512 * 1024;

    /// <summary>Stores the event; the same one again changes nothing.</summary>
    /// <returns>The event as it can be published: without its data, but with the number of its parts.</returns>
    /// <exception cref="Grpc.Core.RpcException">It is not stored.</exception>
    public async Task<KanbanEvent> StoreAsync(KanbanEvent letter, CancellationToken ct)
    {
        var parts = 0;
        foreach (var part in letter.ToArray().Chunk(PartBytes))
        {
            var json = Encoding.UTF8.GetBytes($"\"{Convert.ToBase64String(part)}\"");
            await state.SaveAsync([(StateKeys.LetterPart(letter.Id, parts++), json)], ct);
        }

        return letter with { Data = "{}"u8.ToArray(), StoredParts = parts };
    }
}
