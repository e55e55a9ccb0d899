using System.Globalization;
using Aion.Contracts.Events;
using Aion.Sidecar;

namespace Aion.Cli.Hosting;

/// <summary>
/// How a sidecar keeps a service that subscribes to its queue by itself from dying on one kanban for ever: as status-kanban does
/// for all others.
/// </summary>
internal static class SubscriberGuard
{
    /// <param name="appId">The instance: <c>judge-001</c>.</param>
    /// <param name="queue">The topic of its queue.</param>
    /// <param name="isSameProcess">Its process is served by this host too.</param>
    public static CrashGuardOptions Of(string appId, string queue, bool isSameProcess) => new()
    {
        PubSubName = Topics.PubSubComponent,
        Topic = queue,
        DeadLetterTopic = Topics.Dead,
        IsSameProcess = isSameProcess,
        Letter = crashing => Letter(appId, queue, crashing),
    };

    private static ReadOnlyMemory<byte> Letter(string appId, string queue, CrashingEvent crashing)
    {
        var letter = Read(crashing) with
        {
            Reason = DeadReasons.Poison,
            ReasonText = Explain(appId, crashing.Crashes),
            SourceQueue = queue,
            Attempt = crashing.Crashes.Count,
        };
        // Data that is no JSON would make the envelope unreadable.
        return (letter.IsForeign ? letter with { Data = ForeignBytes.ToJson(letter.Data) } : letter).ToArray();
    }

    // Any program can put anything into a topic.
    private static KanbanEvent Read(CrashingEvent crashing)
    {
        try
        {
            return KanbanEvent.Parse(crashing.Envelope);
        }
        catch (FormatException)
        {
            return new KanbanEvent { Id = crashing.Id, Data = ForeignBytes.ToJson(crashing.Envelope) };
        }
    }

    private static string Explain(string appId, IReadOnlyList<AppCrash> crashes) => string.Create(
        CultureInfo.InvariantCulture,
        $"It was in flight in {crashes.Count} crashes of {appId} without an answer between: {string.Join("; ", crashes.Select(crash => $"run {crash.Run}: {crash.Cause}"))}");
}
