using Aion.ServiceBroker.Projects;
using Grpc.Core;

namespace Aion.ServiceBroker.Api;

/// <summary>Turns a silent state store into the answer 503, and a project that is not for this broker into 409.</summary>
internal static class StoreProblem
{
    public static async Task<IResult> GuardAsync(Func<Task<IResult>> action)
    {
        try
        {
            return await action();
        }
        catch (ProjectRefusedException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (RpcException e)
        {
            return Results.Problem(
                "The state store does not answer: " + e.Status.Detail, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
