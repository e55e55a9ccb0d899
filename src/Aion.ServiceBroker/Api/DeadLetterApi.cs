using Aion.ServiceBroker.DeadLetters;

namespace Aion.ServiceBroker.Api;

internal static class DeadLetterApi
{
    private const int DefaultLimit = 100;

    public static Task<IResult> ListAsync(DeadLetterStore store, int? limit, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => Results.Json(
            new DeadAnswer(await store.CountAsync(ct), await store.ListAsync(limit ?? DefaultLimit, ct)), ApiJson.Default.DeadAnswer));

    public static Task<IResult> RedriveAsync(string id, Redrive redrive, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => await redrive.OneAsync(id, ct) switch
        {
            null => Results.Problem($"There is no dead letter '{id}'.", statusCode: StatusCodes.Status404NotFound),
            { Redriven: 0, Problems: var problems } => Results.Problem(problems[0], statusCode: StatusCodes.Status409Conflict),
            var result => Results.Json(result, ApiJson.Default.RedriveResult),
        });

    public static Task<IResult> DeleteAsync(string id, Deletion deletion, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => await deletion.OneAsync(id, ct) is { Deleted: > 0 } result
            ? Results.Json(result, ApiJson.Default.DeleteResult)
            : Results.Problem($"There is no dead letter '{id}'.", statusCode: StatusCodes.Status404NotFound));

    public static Task<IResult> DeleteAllAsync(Deletion deletion, string? reason, string? service, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => Results.Json(await deletion.AllAsync(reason, service, ct), ApiJson.Default.DeleteResult));

    public static Task<IResult> RedriveAllAsync(Redrive redrive, string? reason, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => Results.Json(await redrive.AllAsync(reason, ct), ApiJson.Default.RedriveResult));
}
