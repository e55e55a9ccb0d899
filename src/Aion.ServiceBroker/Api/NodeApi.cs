using Aion.ServiceBroker.Cluster;

namespace Aion.ServiceBroker.Api;

internal static class NodeApi
{
    /// <summary>Forgets a node that will not come back; what was placed on it is placed anew.</summary>
    public static Task<IResult> ForgetAsync(INodeRegister nodes, string name, CancellationToken ct) => StoreProblem.GuardAsync(async () =>
        await nodes.ForgetAsync(name, ct) switch
        {
            ForgetResult.Forgotten => Results.NoContent(),
            ForgetResult.StillThere => Results.Problem($"Node {name} is joined. Stop its broker, and wait until it is lost.", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem($"This broker knows no node {name}.", statusCode: StatusCodes.Status404NotFound),
        });
}
