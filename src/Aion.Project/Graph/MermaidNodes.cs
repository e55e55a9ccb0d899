namespace Aion.Project.Graph;

/// <summary>Ids of nodes: names hold characters and words (<c>end</c>, <c>graph</c>) that Mermaid does not take as ids.</summary>
internal sealed class MermaidNodes
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The same id for the same name, another for every other.</summary>
    public string IdOf(string name)
    {
        if (_ids.TryGetValue(name, out string? known))
            return known;
        string readable = "n_" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        string id = readable;
        for (int suffix = 2; !_taken.Add(id); suffix++)
            id = $"{readable}_{suffix}";
        return _ids[name] = id;
    }
}
