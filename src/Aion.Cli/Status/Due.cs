namespace Aion.Cli.Status;

/// <summary>When something planned happens, as people say it.</summary>
internal static class Due
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(1);

    /// <summary><c>in 12 s</c>, or <c>now</c> when it is due in less than a second.</summary>
    public static string Text(DateTimeOffset due, DateTimeOffset now) => due - now >= Shown ? $"in {Elapsed.Text(due - now)}" : "now";
}
