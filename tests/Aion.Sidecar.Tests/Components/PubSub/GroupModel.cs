namespace Aion.Sidecar.Tests.Components.PubSub;

/// <summary>
/// What a consumer group has to do, written down as simply as possible: a list of messages that are not acknowledged, each
/// free or held by a member. Members take the first free ones.
/// </summary>
internal sealed class GroupModel
{
    private readonly List<Entry> entries = [];

    public void Publish(string text) => entries.Add(new Entry(text));

    /// <summary>What the member has to get: the oldest free messages.</summary>
    public List<string> Take(int member, int maximum)
    {
        var taken = entries.Where(entry => entry.Holder is null).Take(maximum).ToList();
        taken.ForEach(entry => entry.Holder = member);
        return [.. taken.Select(entry => entry.Text)];
    }

    public bool HasFree => entries.Exists(entry => entry.Holder is null);

    /// <summary>What the member holds, oldest first.</summary>
    public List<string> HeldBy(int member) => [.. entries.Where(entry => entry.Holder == member).Select(entry => entry.Text)];

    public void Acknowledge(IEnumerable<string> texts) => entries.RemoveAll(entry => texts.Contains(entry.Text));

    public void Release(IEnumerable<string> texts)
    {
        foreach (var entry in entries.Where(entry => texts.Contains(entry.Text)))
        {
            entry.Holder = null;
        }
    }

    public void ReleaseAll() => entries.ForEach(entry => entry.Holder = null);

    private sealed class Entry(string text)
    {
        public string Text { get; } = text;

        public int? Holder { get; set; }
    }
}
