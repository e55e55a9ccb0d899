namespace Aion.Cli.Hosting;

/// <summary>What was typed after <c>aionctl up</c>.</summary>
/// <param name="File">The project file that was found; null: a node of a cluster that starts without one.</param>
/// <param name="Ports">What to do about taken ports.</param>
/// <param name="Components">Folders of Dapr components instead of the embedded ones; empty: embedded.</param>
/// <param name="Build">Whether <c>build:</c> steps run.</param>
/// <param name="Node">What it is in a cluster.</param>
internal sealed record UpOptions(string? File, PortPolicy Ports, IReadOnlyList<string> Components, bool Build, NodeSettings Node);
