using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Instances;
using Aion.Cli.Kanbans;
using Aion.Cli.Projects;
using Aion.Cli.Status;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle.Explaining;

namespace Aion.Cli;

/// <summary>All JSON that aionctl writes or reads: camelCase names, enums as text, null left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(FailureReport))]
[JsonSerializable(typeof(BrokerStatus))]
[JsonSerializable(typeof(ControlReport))]
[JsonSerializable(typeof(DeadAnswer))]
[JsonSerializable(typeof(DeleteResult))]
[JsonSerializable(typeof(DownReport))]
[JsonSerializable(typeof(GraphReport))]
[JsonSerializable(typeof(HostRecord))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(RedriveResult))]
[JsonSerializable(typeof(SendReport))]
[JsonSerializable(typeof(ServiceExplanation))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(WatchedKanban))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>For output: quotes and non-ASCII letters stay readable, as it is never put into HTML.</summary>
    public static CliJson Output { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
