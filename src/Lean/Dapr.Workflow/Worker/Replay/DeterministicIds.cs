using System.Security.Cryptography;
using System.Text;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>Ids that are new to everyone else and the same at every replay: name-based UUIDs, version 5 (RFC 9562).</summary>
internal sealed class DeterministicIds
{
    // What the SDK hashes ids in that are no UUIDs themselves.
    private static readonly Guid InstanceNamespace = new("6f927a2e-9c7e-4a1d-9b8d-7a86f2e7f62f");
    private readonly string _instanceId;
    private readonly Guid _seed;
    private int _count;

    /// <param name="instanceId">The instance.</param>
    /// <param name="executionId">What tells the runs of one instance apart, where the sidecar says it.</param>
    public DeterministicIds(string instanceId, string? executionId)
    {
        _instanceId = instanceId;
        var seed = string.IsNullOrWhiteSpace(executionId) ? instanceId : executionId;
        _seed = Guid.TryParse(seed, out var id) ? id : Derive(InstanceNamespace, seed);
    }

    public Guid Next() => Derive(_seed, $"{_instanceId}_{_count++}");

    /// <summary>Names one call of an activity in every repetition of it.</summary>
    public string TaskExecutionId(int taskId, string activity) => Derive(_seed, $"{_instanceId}|activity|{taskId}|{activity}").ToString("N");

    private static Guid Derive(Guid space, string name)
    {
        var text = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(text, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, text.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The UUID's version prescribes it; nothing is protected by it.
        SHA1.HashData(text, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
