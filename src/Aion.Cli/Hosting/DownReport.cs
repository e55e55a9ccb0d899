using Aion.ServiceBroker.Platforms.Processes;

namespace Aion.Cli.Hosting;

/// <summary>The JSON document of <c>aionctl down</c>: what was stopped.</summary>
/// <param name="Pid">The host; left out when it was gone before and its record with it.</param>
/// <param name="Project">Full path of the project file that was in force, else of the one that the host was started with.</param>
/// <param name="Ended">The services that a killed host had left; left out when the host itself stopped them.</param>
internal sealed record DownReport(int? Pid, string? Project, IReadOnlyList<AbandonedInstance>? Ended = null);
