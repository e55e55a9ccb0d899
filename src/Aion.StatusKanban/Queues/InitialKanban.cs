using System.Globalization;
using Aion.StatusKanban;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// The kanban that a service gets which starts without one. It is made for one stream and never enters the queue, so that
/// a service that reconnects leaves none behind.
/// </summary>
internal sealed class InitialKanban(IOptions<StatusKanbanOptions> options, TimeProvider time)
{
    public KanbanMessage Create(QueueKey queue) => new()
    {
        StartAt = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        DataPath = string.Create(CultureInfo.InvariantCulture, $"{options.Value.Home}/Data/{queue.Service}_{queue.Number}"),
        Metadata = new Struct(),
    };
}
