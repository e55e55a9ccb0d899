using System.Globalization;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster;

namespace Aion.ServiceBroker.Api;

/// <summary>
/// On the master of a cluster: has the node answer that runs a service which somebody asks about here. Where that node is not
/// there, or cannot, the answer says where to ask.
/// </summary>
internal sealed class OnItsNode(IClusterView cluster) : IEndpointFilter
{
    private const int DefaultTail = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var service = http.GetRouteValue("service") as string ?? "";
        if (cluster.NodeOf(service) is not { } node)
        {
            return await next(context);
        }

        // Left to itself an impossible number would mean all instances.
        if (http.GetRouteValue("number") is string typed && (!int.TryParse(typed, CultureInfo.InvariantCulture, out var number) || number < 1))
        {
            return Results.Problem($"There is no instance {typed} of '{service}'.", statusCode: StatusCodes.Status404NotFound);
        }

        var question = QuestionOf(http, cluster.LabelOf(service));
        var answer = question is null ? null : await cluster.AskAsync(node, question, http.RequestAborted);
        return answer is null
            ? Results.Problem($"{service} runs on node {node}{cluster.WhyNotAsked(node)}: ask for it there.", statusCode: StatusCodes.Status409Conflict)
            : new PassedOn(answer);
    }

    // Null for what only the node itself can do: a log that is followed never ends.
    private static NodeQuestion? QuestionOf(HttpContext http, string label)
    {
        var number = int.TryParse(http.GetRouteValue("number") as string, CultureInfo.InvariantCulture, out var one) ? one : 0;
        var question = new NodeQuestion { Service = label, Number = number };
        var path = http.Request.Path.Value ?? "";
        if (path.StartsWith("/api/v1/explain/", StringComparison.OrdinalIgnoreCase))
        {
            question.Kind = "explain";
        }
        else if (path.StartsWith("/api/v1/logs/", StringComparison.OrdinalIgnoreCase))
        {
            question.Kind = "logs";
            question.Lines = int.TryParse(http.Request.Query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : DefaultTail;
            return string.Equals(http.Request.Query["follow"], "true", StringComparison.OrdinalIgnoreCase) ? null : question;
        }
        else
        {
            question.Kind = http.GetRouteValue("request") as string ?? "";
        }

        return question;
    }
}
