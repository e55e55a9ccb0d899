namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>A mark in <c>$AION_HOME/run/runs</c>: everything that ran was ended on purpose.</summary>
internal static class OrderlyStop
{
    public static void Note(string home)
    {
        Directory.CreateDirectory(Folder(home));
        File.WriteAllBytes(Mark(home), []);
    }

    /// <summary>Whether there is the mark; there is none afterwards.</summary>
    public static bool Take(string home)
    {
        var stopped = File.Exists(Mark(home));
        if (stopped)
        {
            File.Delete(Mark(home));
        }

        return stopped;
    }

    private static string Folder(string home) => Path.Combine(home, "run", "runs");

    private static string Mark(string home) => Path.Combine(Folder(home), "stopped");
}
