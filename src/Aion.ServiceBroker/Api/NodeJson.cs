using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Api;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class NodeJson : JsonSerializerContext;
