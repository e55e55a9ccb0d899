using System.Globalization;

namespace Aion.Cli.Kanbans;

/// <summary>One line of service-broker's <c>/api/v1/watch</c>, as far as it is shown.</summary>
/// <remarks>Setters, as generated JSON code sets init-only members that the document lacks to null.</remarks>
internal sealed record WatchedKanban
{
    public string? Time { get; set; }

    public string Id { get; set; } = "";

    public string Service { get; set; } = "";

    public int Number { get; set; }

    public string ConnectionKey { get; set; } = "";

    public IReadOnlyList<WatchedDestination> To { get; set; } = [];

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time} {Id} {Service}-{Number:000} -[{(ConnectionKey.Length > 0 ? ConnectionKey : "default")}]-> {(To.Count > 0 ? string.Join(", ", To) : "nowhere")}");
}
