using System.Globalization;

namespace Aion.Cli.Kanbans;

/// <summary>One line of service-broker's <c>/api/v1/watch</c>, as far as it is shown.</summary>
internal sealed record WatchedKanban
{
    public string? Time { get; init; }

    public string Id { get; init; } = "";

    public string Service { get; init; } = "";

    public int Number { get; init; }

    public string ConnectionKey { get; init; } = "";

    public IReadOnlyList<WatchedDestination> To { get; init; } = [];

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time} {Id} {Service}-{Number:000} -[{(ConnectionKey.Length > 0 ? ConnectionKey : "default")}]-> {(To.Count > 0 ? string.Join(", ", To) : "nowhere")}");
}
