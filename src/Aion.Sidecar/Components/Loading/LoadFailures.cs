namespace Aion.Sidecar.Components.Loading;

/// <summary>Collects everything that is wrong, so that the user repairs all of it after one run.</summary>
internal sealed class LoadFailures
{
    private readonly List<(SourceMark Mark, string Message)> failures = [];

    public int Count => failures.Count;

    public void Add(SourceMark mark, string message) => failures.Add((mark, message));

    /// <exception cref="ComponentException">There is at least one failure; one line each, in the order of the files.</exception>
    public void ThrowIfAny()
    {
        if (failures.Count == 0)
        {
            return;
        }

        var lines = failures
            .OrderBy(failure => failure.Mark.File, StringComparer.Ordinal)
            .ThenBy(failure => failure.Mark.Line)
            .ThenBy(failure => failure.Mark.Column)
            .Select(failure => $"{failure.Mark}: {failure.Message}")
            .Distinct(StringComparer.Ordinal);
        throw new ComponentException(string.Join(Environment.NewLine, lines));
    }
}
