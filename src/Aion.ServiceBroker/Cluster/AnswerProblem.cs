using System.Text.Json;
using Aion.Contracts.V1;
using Google.Protobuf;

namespace Aion.ServiceBroker.Cluster;

/// <summary>Answers that are problem details (RFC 9457).</summary>
internal static class AnswerProblem
{
    public static NodeAnswer Of(int status, string detail) => new()
    {
        Status = status,
        ContentType = "application/problem+json",
        Body = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["detail"] = detail }, AnswerJson.Default.DictionaryStringString)),
    };
}
