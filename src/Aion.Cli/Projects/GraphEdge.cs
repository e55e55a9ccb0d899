namespace Aion.Cli.Projects;

/// <summary>A route: kanbans of <paramref name="From"/> with the key go to <paramref name="To"/>.</summary>
/// <param name="From">A service.</param>
/// <param name="To">A service, of another device when there is one.</param>
/// <param name="ConnectionKey">The key, <c>default</c> for those that are not named.</param>
/// <param name="ToFirst">To process number 1, whatever the sender's number is.</param>
/// <param name="Device">The other device.</param>
internal sealed record GraphEdge(string From, string To, string ConnectionKey, bool ToFirst, string? Device);
