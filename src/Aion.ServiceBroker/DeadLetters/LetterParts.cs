using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.DeadLetters;

/// <summary>The events that status-kanban could not publish, and that their letters only name.</summary>
internal sealed class LetterParts(BrokerState state)
{
    /// <summary>The whole event of a letter, which for most is in the letter; null when a part of it is gone.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<KanbanEvent?> ReadAsync(KanbanEvent letter, CancellationToken ct)
    {
        if (letter.StoredParts == 0)
        {
            return letter;
        }

        var keys = Keys(letter);
        var found = await state.GetManyAsync(keys, ct);
        return found.Count == keys.Count ? KanbanEvent.Parse(keys.SelectMany(key => Decode(found[key])).ToArray()) : null;
    }

    /// <summary>Deletes the parts of a letter that is gone.</summary>
    /// <exception cref="Grpc.Core.RpcException">They are still there.</exception>
    public Task RemoveAsync(KanbanEvent letter, CancellationToken ct) =>
        letter.StoredParts == 0 ? Task.CompletedTask : state.TransactAsync(Keys(letter).Select(key => new StateChange(key, null)), ct);

    private static List<string> Keys(KanbanEvent letter) =>
        [.. Enumerable.Range(0, letter.StoredParts).Select(part => StateKeys.LetterPart(letter.Id, part))];

    private static byte[] Decode(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetBytesFromBase64();
    }
}
