using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Cluster;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class AnswerJson : JsonSerializerContext;
