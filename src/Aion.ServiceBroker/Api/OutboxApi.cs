using Aion.ServiceBroker.Outbox;

namespace Aion.ServiceBroker.Api;

internal static class OutboxApi
{
    private const int DefaultLimit = 100;

    public static Task<IResult> ListAsync(OutboxStore outbox, int? limit, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () =>
        {
            var (waiting, items) = (0, new List<OutboxItem>());
            foreach (var device in await outbox.ListDevicesAsync(ct))
            {
                waiting += await outbox.CountAsync(device, ct);
                items.AddRange(await outbox.ListAsync(device, limit ?? DefaultLimit, ct));
            }

            return Results.Json(new OutboxAnswer(waiting, items), ApiJson.Default.OutboxAnswer);
        });
}
