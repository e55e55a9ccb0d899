namespace Aion.FunctionalTests.Hosting;

/// <summary>Ends other processes, by their id, as a crash does.</summary>
internal static class Crash
{
    public static void Process(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It ended by itself a moment ago.
        }
    }
}
