using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Workflows;

/// <summary>The W3C trace context of a request that starts a workflow: https://www.w3.org/TR/trace-context/#trace-context-http-headers-format</summary>
internal static class TraceHeaders
{
    public const string Parent = "traceparent", State = "tracestate";

    /// <summary>null: the caller traces nothing.</summary>
    public static TraceContext? Of(string? parent, string? state) => string.IsNullOrEmpty(parent)
        ? null
        : new TraceContext { TraceParent = parent, TraceState = string.IsNullOrEmpty(state) ? null : state };

    /// <inheritdoc cref="Of"/>
    public static TraceContext? Read(Metadata headers) => Of(headers.GetValue(Parent), headers.GetValue(State));
}
