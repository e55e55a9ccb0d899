using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Health.Probes;

/// <summary>The wire of grpc.health.v1: a request with the service (field 1, string), an answer with the status (field 1, enum).</summary>
internal static class HealthCheck
{
    /// <summary>The status of a service that is well.</summary>
    public const string Serving = "SERVING";

    private const uint RequestService = (1 << 3) | 2;
    private const uint AnswerStatus = 1 << 3;

    // ServingStatus by number, from 0.
    private static readonly string[] Statuses = ["UNKNOWN", Serving, "NOT_SERVING", "SERVICE_UNKNOWN"];

    public static readonly Method<string, string> Method = new(
        MethodType.Unary, "grpc.health.v1.Health", "Check", Marshallers.Create(Write, Server<string>), Marshallers.Create(Server, Read));

    private static T Server<T>(byte[] bytes) => throw new NotSupportedException("Only a client is needed.");

    private static byte[] Server(string status) => throw new NotSupportedException("Only a client is needed.");

    private static byte[] Write(string service)
    {
        var bytes = new byte[service.Length == 0 ? 0 : CodedOutputStream.ComputeStringSize(service) + 1];
        if (bytes.Length > 0)
        {
            using var output = new CodedOutputStream(bytes);
            output.WriteTag(RequestService);
            output.WriteString(service);
            output.Flush();
        }

        return bytes;
    }

    private static string Read(byte[] answer)
    {
        var status = 0;
        using var input = new CodedInputStream(answer);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (tag == AnswerStatus)
            {
                status = input.ReadEnum();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return status >= 0 && status < Statuses.Length ? Statuses[status] : $"status {status}";
    }
}
