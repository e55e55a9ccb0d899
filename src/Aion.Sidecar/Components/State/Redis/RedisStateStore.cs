using System.Globalization;
using StackExchange.Redis;

namespace Aion.Sidecar.Components.State.Redis;

/// <summary>state.redis: hashes that daprd reads and writes the same way. As durable as the server is set up to be.</summary>
/// <param name="connection">Closed with the store.</param>
/// <param name="defaultTimeToLive">Metadata ttlInSeconds, for writes that have none of their own; null: for ever.</param>
/// <param name="timeProvider">Tells when a value expires.</param>
internal sealed class RedisStateStore(ConnectionMultiplexer connection, TimeSpan? defaultTimeToLive, TimeProvider timeProvider) : IStateStore, IAsyncDisposable
{
    private static readonly RedisValue[] Fields = ["data", "version"];

    private readonly IDatabase database = connection.GetDatabase();

    public async ValueTask<IReadOnlyList<StateEntry?>> GetAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        // MULTI, so that several keys are seen at one moment.
        var transaction = database.CreateTransaction();
        var hashes = keys.Select(key => transaction.HashGetAsync(key, Fields)).ToList();
        var lives = keys.Select(key => transaction.KeyTimeToLiveAsync(key)).ToList();
        await transaction.ExecuteAsync().WaitAsync(cancellationToken);
        var entries = new StateEntry?[keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            entries[i] = await ReadAsync(keys[i], hashes[i], await lives[i]);
        }

        return entries;
    }

    public async ValueTask TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        if (operations.Select(Invalid).FirstOrDefault(error => error is not null) is { } invalid)
        {
            throw invalid;
        }

        var failed = await EvaluateAsync(operations).WaitAsync(cancellationToken);
        if (failed > 0)
        {
            throw new StateEtagException(operations[failed - 1].Key, StateEtagError.Mismatch);
        }
    }

    public async ValueTask<IReadOnlyList<StateEtagException?>> ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        // All are sent before the first answer is awaited.
        var applying = operations.Select(operation => Invalid(operation) is null ? EvaluateAsync([operation]) : Task.FromResult(-1)).ToList();
        var results = await Task.WhenAll(applying).WaitAsync(cancellationToken);
        return [.. results.Select((result, i) => result switch
        {
            0 => null,
            -1 => new StateEtagException(operations[i].Key, StateEtagError.Invalid),
            _ => new StateEtagException(operations[i].Key, StateEtagError.Mismatch),
        })];
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static StateEtagException? Invalid(StateOperation operation) =>
        operation.Etag is { Length: > 0 } etag && !long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new StateEtagException(operation.Key, StateEtagError.Invalid)
            : null;

    private async Task<int> EvaluateAsync(IReadOnlyList<StateOperation> operations)
    {
        var keys = operations.Select(operation => (RedisKey)operation.Key).ToArray();
        var arguments = new RedisValue[operations.Count * RedisStateScript.ArgumentsPerKey];
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            var at = i * RedisStateScript.ArgumentsPerKey;
            arguments[at] = operation.Kind == StateOperationKind.Delete ? "del" : "set";
            arguments[at + 1] = operation.Etag ?? "";
            arguments[at + 2] = operation.FirstWrite ? 1 : 0;
            arguments[at + 3] = (long)((operation.TimeToLive ?? defaultTimeToLive)?.TotalMilliseconds ?? 0);
            arguments[at + 4] = operation.Value;
        }

        return (int)await database.ScriptEvaluateAsync(RedisStateScript.Text, keys, arguments);
    }

    private async ValueTask<StateEntry?> ReadAsync(string key, Task<RedisValue[]> hash, TimeSpan? life)
    {
        var expiresAt = life is { } time ? timeProvider.GetUtcNow() + time : (DateTimeOffset?)null;
        try
        {
            var fields = await hash;
            return fields[0].IsNull ? null : new StateEntry((byte[])fields[0]!, fields[1].IsNull ? "0" : fields[1].ToString(), expiresAt);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // As daprd: a plain string that somebody else wrote is a value too.
            var text = await database.StringGetAsync(key);
            return text.IsNull ? null : new StateEntry((byte[])text!, "0", expiresAt);
        }
    }
}
