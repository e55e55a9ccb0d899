namespace Aion.Client.StaticTopics;

/// <summary>
/// The kanbans of a static topic that were given on. Every stream starts with the oldest that there still is and keeps the order,
/// so what does not come again on a later stream was deleted, and is forgotten here.
/// </summary>
/// <param name="atLeast">The least value of the limit above which a new stream is wanted.</param>
internal sealed class SeenIds(int atLeast)
{
    private HashSet<string> _earlier = [];
    private HashSet<string> _passed = [];
    private int _kept;

    /// <summary>How many ids are remembered.</summary>
    public int Count => _earlier.Count + _passed.Count;

    /// <summary>So many have passed on this stream that a new one is worth it: it shows which of them were deleted.</summary>
    public bool WantsNewStream => _passed.Count > Math.Max(atLeast, 2 * _kept);

    /// <summary>A stream begins.</summary>
    public void Begin()
    {
        _earlier.UnionWith(_passed);
        _passed = [];
    }

    /// <summary>Whether the kanban was not given on before.</summary>
    public bool TryAdd(string id)
    {
        var isNew = _passed.Add(id) && !_earlier.Contains(id);
        if (isNew && _earlier.Count > 0)
        {
            // All older ones have passed: what is left of the earlier streams is no more.
            _earlier = [];
            _kept = _passed.Count;
        }

        return isNew;
    }
}
