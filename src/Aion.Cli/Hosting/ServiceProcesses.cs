using System.Globalization;
using System.Text;

namespace Aion.Cli.Hosting;

/// <summary>The processes of a home's services, found without service-broker: for the end in a hurry.</summary>
internal static class ServiceProcesses
{
    /// <summary>Kills them all at once.</summary>
    public static void KillAll(AionHome home)
    {
        foreach (var pid in Find(home))
        {
            _ = ProcessSignal.Send(pid, ProcessSignal.Kill);
        }
    }

    /// <summary>Their process ids; empty where there is no /proc: the next <c>up</c> finds what is left by its records.</summary>
    public static IReadOnlyList<int> Find(AionHome home)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }
        var marks = (byte[][])[Encoding.UTF8.GetBytes($"AION_HOME={home.Path}\0"), "AION_INSTANCE_TOKEN="u8.ToArray()];
        return
        [
            .. from folder in Directory.EnumerateDirectories("/proc")
               where char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Carries(folder, marks)
               select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
        ];
    }

    // service-broker gives every process of an instance both variables; its children inherit them.
    private static bool Carries(string folder, byte[][] marks)
    {
        try
        {
            var environment = File.ReadAllBytes(Path.Combine(folder, "environ"));
            return marks.All(mark => environment.AsSpan().IndexOf(mark) >= 0);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
