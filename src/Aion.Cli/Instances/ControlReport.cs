using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Instances;

/// <summary>The JSON document of <c>aionctl restart</c>, <c>stop</c> and <c>start</c>.</summary>
/// <param name="Action">What was asked for.</param>
/// <param name="Instances">The instances that it is about, as they are a moment later.</param>
internal sealed record ControlReport(string Action, IReadOnlyList<InstanceStatus> Instances);
