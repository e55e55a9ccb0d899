using Aion.StatusKanban.Queues;
using Grpc.Core;

namespace Aion.StatusKanban.Api;

/// <summary>Reads the name of a queue that a client asks for.</summary>
internal static class QueueName
{
    /// <exception cref="RpcException">INVALID_ARGUMENT: no name, or a negative number.</exception>
    public static QueueKey Read(string microserviceName, int processNumber)
    {
        var key = QueueKey.From(microserviceName, processNumber);
        return key.Service.Length == 0 ? throw Invalid("The request has no name of a microservice.")
            : processNumber < 0 ? throw Invalid($"The process number {processNumber} is negative.")
            : key;
    }

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
