using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Aion.Testing;

/// <summary>The services that a host which was killed left running in its home, by the records that it kept of them (Linux).</summary>
public static class LeftServices
{
    /// <summary>Kills them all. Only for a home in which no host runs.</summary>
    public static async Task EndAsync(string home)
    {
        var marks = Marks(Path.Combine(home, "run", "instances"));
        if (marks.Count == 0)
        {
            return;
        }

        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (Carries(process.Id, marks))
                {
                    process.Kill();
                    await process.WaitForExitAsync().Within30s();
                }
            }
        }
    }

    // The token is in a record before its process is started, the process id only afterwards.
    private static List<byte[]> Marks(string records)
    {
        var marks = new List<byte[]>();
        foreach (var file in Directory.Exists(records) ? Directory.GetFiles(records, "*.json") : [])
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(file));
            marks.Add(Encoding.ASCII.GetBytes($"AION_INSTANCE_TOKEN={record.RootElement.GetProperty("token").GetString()}\0"));
        }

        return marks;
    }

    private static bool Carries(int pid, List<byte[]> marks)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{pid}/environ");
            return marks.Exists(mark => environment.AsSpan().IndexOf(mark) >= 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
