using Grpc.Core;

namespace Aion.ServiceBroker;

/// <summary>Says in one line what went wrong.</summary>
internal static class ProblemText
{
    /// <summary>What the other side of a call said; of anything else its message.</summary>
    public static string Of(Exception problem) => problem is RpcException { Status.Detail.Length: > 0 } call ? call.Status.Detail : problem.Message;
}
