namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>How much memory the newest messages of all topics may take together; what does not fit is read from the file.</summary>
internal sealed class TailBudget
{
    public const long PerTopic = 8 * 1024 * 1024;
    public const long Total = 64 * 1024 * 1024;

    private long used;

    public void Add(long bytes) => Interlocked.Add(ref used, bytes);

    public bool IsExceededBy(long topicBytes) => topicBytes > PerTopic || (Interlocked.Read(ref used) > Total && topicBytes > 0);
}
