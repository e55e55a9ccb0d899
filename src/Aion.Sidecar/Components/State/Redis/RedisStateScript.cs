namespace Aion.Sidecar.Components.State.Redis;

/// <summary>
/// Applies operations to hashes as daprd keeps them: field data is the value, field version counts the writes and is the etag,
/// field first-write is there when the first write asked for it. https://redis.io/docs/latest/develop/programmability/eval-intro/
/// </summary>
internal static class RedisStateScript
{
    /// <summary>Arguments for each key: kind (set or del), etag or empty, 1 for first-write, milliseconds to live or 0, value.</summary>
    public const int ArgumentsPerKey = 5;

    /// <summary>
    /// First checks every operation against the versions that those before it would leave, then applies all. Answers 0, or the
    /// number (from 1) of the operation whose etag does not match; then nothing was applied.
    /// </summary>
    public const string Text = """
        local planned = {}
        for i, key in ipairs(KEYS) do
          local at = (i - 1) * 5
          local kind, etag, first = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
          local version = planned[key]
          if version == nil then
            local found = redis.pcall('HGET', key, 'version')
            if type(found) == 'table' then found = '0' end
            version = found
          end
          if etag ~= '' then
            if tostring(version) ~= etag then return i end
          elseif first == '1' and kind == 'set' and version then
            return i
          end
          if kind == 'del' then planned[key] = false
          else planned[key] = tostring((tonumber(version or 0) or 0) + 1) end
        end
        for i, key in ipairs(KEYS) do
          local at = (i - 1) * 5
          if ARGV[at + 1] == 'del' then
            redis.call('DEL', key)
          else
            if redis.call('TYPE', key).ok ~= 'hash' then redis.call('DEL', key) end
            redis.call('HSET', key, 'data', ARGV[at + 5])
            if ARGV[at + 3] == '1' then redis.call('HSET', key, 'first-write', 0) end
            redis.call('HINCRBY', key, 'version', 1)
            if ARGV[at + 4] == '0' then redis.call('PERSIST', key)
            else redis.call('PEXPIRE', key, ARGV[at + 4]) end
          end
        end
        return 0
        """;
}
