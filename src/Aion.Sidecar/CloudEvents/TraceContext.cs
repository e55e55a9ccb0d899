using System.Diagnostics;

namespace Aion.Sidecar.CloudEvents;

/// <summary>The W3C trace context that a request came with; empty strings: none.</summary>
internal readonly record struct TraceContext(string Parent, string State)
{
    public static TraceContext None { get; } = new("", "");

    /// <summary>This context, or a new trace when the caller had none: Dapr gives every event one.</summary>
    public TraceContext OrNew() =>
        Parent.Length > 0 ? this : new TraceContext($"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00", State);
}
