using System.Globalization;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.Acceptance;
using Aion.StatusKanban.State;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.StaticTopics;

/// <summary>
/// Appends to and deletes from static topics. First the kanban is stored, then the index that names it: what a crash leaves in
/// between is a value that nobody sees.
/// </summary>
internal sealed class StaticTopicWriter(
    StateStore state, StaticTopicSignals signals, IOptions<StatusKanbanOptions> options, TimeProvider time, ILogger<StaticTopicWriter> logger)
{
    /// <summary>Null when the kanban is durable, else why not. A repeated id of the caller has no second effect.</summary>
    public async Task<Refusal?> AppendAsync(StaticRequest request, OutputCall call, CancellationToken ct)
    {
        var topic = request.Topic?.Name ?? "";
        if ((Check(topic, request.Message) ?? call.Check()) is { } problem)
        {
            return Refusal.Of(problem);
        }

        var data = StatusKanbanJson.ToBytes(request.Message);
        if (data.Length > options.Value.MaxKanbanBytes)
        {
            return Refusal.Of(string.Create(
                CultureInfo.InvariantCulture, $"The kanban has {data.Length} bytes as JSON, more than the limit of {options.Value.MaxKanbanBytes}."));
        }

        var id = call.KanbanId ?? KanbanId.New(time);
        return await GuardAsync(topic, async () =>
        {
            var stored = await state.GetAsync(StateKeys.StaticTopic(topic), ct);
            if (StaticTopicIndex.Parse(stored.Data.Span).Entries.Any(entry => entry.Id == id))
            {
                return null;
            }

            await state.SaveAsync([(StateKeys.StaticKanban(topic, id), data)], ct);
            return await ChangeAsync(topic, index => Append(topic, id, index), ct);
        });
    }

    /// <summary>Null when the topic does not have the id any more, or never had; else why not.</summary>
    public async Task<Refusal?> DeleteAsync(DeleteStaticRequest request, CancellationToken ct)
    {
        var topic = request.Topic?.Name ?? "";
        if (topic.Length == 0 || request.Id.Length == 0)
        {
            return Refusal.Of(topic.Length == 0 ? "The request has no topic." : "The request has no id.");
        }

        return await GuardAsync(topic, async () =>
        {
            var problem = await ChangeAsync(topic, index => (index.Remove(request.Id), null), ct);
            await state.DeleteAsync(StateKeys.StaticKanban(topic, request.Id), ct);
            return problem;
        });
    }

    private static string? Check(string topic, KanbanMessage? message) =>
        topic.Length == 0 ? "The request has no topic."
        : message is null ? "The request has no message."
        : message.HasUnknownFields ? "The message has fields that this version does not know and would lose."
        : null;

    private (StaticTopicIndex Index, string? Problem) Append(string topic, string id, StaticTopicIndex index) =>
        index.Entries.Any(entry => entry.Id == id) ? (index, null)
        : index.Entries.Count < options.Value.StaticTopicLimit ? (index.Append(id), null)
        : (index, $"The static topic '{topic}' has {index.Entries.Count} kanbans, its limit; delete some first.");

    // Read, change, write if nobody else wrote; otherwise again.
    private async Task<Refusal?> ChangeAsync(
        string topic, Func<StaticTopicIndex, (StaticTopicIndex Index, string? Problem)> change, CancellationToken ct)
    {
        while (true)
        {
            var stored = await state.GetAsync(StateKeys.StaticTopic(topic), ct);
            var before = StaticTopicIndex.Parse(stored.Data.Span);
            var (after, problem) = change(before);
            if (problem is not null || after.Last == before.Last && after.Entries.Count == before.Entries.Count)
            {
                return problem is null ? null : Refusal.Of(problem);
            }

            if (await state.TrySaveAsync(stored.Key, after.ToJson(), stored.Etag, ct))
            {
                signals.Changed(topic);
                return null;
            }
        }
    }

    private async Task<Refusal?> GuardAsync(string topic, Func<Task<Refusal?>> change)
    {
        try
        {
            return await change();
        }
        catch (RpcException e)
        {
            Log.NotStored(logger, topic, e.Status.Detail);
            return Refusal.Transient($"The state store did not take the change of the static topic ({e.StatusCode}: {e.Status.Detail}).");
        }
    }
}
