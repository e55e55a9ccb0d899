using Aion.ServiceBroker.Outbox;
using Aion.ServiceBroker.Projects;

namespace Aion.ServiceBroker.Api;

internal static class OutboxApi
{
    private const int DefaultLimit = 100;

    public static Task<IResult> ListAsync(AppliedProjects projects, OutboxStore outbox, int? limit, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () =>
        {
            var (waiting, items) = (0, new List<OutboxItem>());
            var project = projects.Current.Project;
            foreach (var device in project.Devices.Keys.Where(d => d != project.DeviceName))
            {
                waiting += await outbox.CountAsync(device, ct);
                items.AddRange(await outbox.ListAsync(device, limit ?? DefaultLimit, ct));
            }

            return Results.Json(new OutboxAnswer(waiting, items), ApiJson.Default.OutboxAnswer);
        });
}
