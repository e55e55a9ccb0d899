using Aion.ServiceBroker.Cluster;

namespace Aion.ServiceBroker.Api;

/// <summary>On the master of a cluster: says where a service runs that somebody asks about here, since only that node can answer.</summary>
internal sealed class OnItsNode(IClusterView cluster) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var service = context.HttpContext.GetRouteValue("service") as string ?? "";
        return cluster.NodeOf(service) is { } node
            ? new ValueTask<object?>(Results.Problem($"{service} runs on node {node}: ask for it there.", statusCode: StatusCodes.Status409Conflict))
            : next(context);
    }
}
