using System.Globalization;
using System.Net;

namespace Aion.FunctionalTests.Cluster;

/// <summary>Where a process listens for TCP, as the kernel says.</summary>
internal static class ListeningSockets
{
    // proc(5): "sl local_address rem_address st … inode", the address as hexadecimal of its bytes in memory, state 0A is LISTEN.
    public static IReadOnlyList<IPEndPoint> Of(int pid)
    {
        var inodes = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(f => new FileInfo(f).LinkTarget ?? "").ToHashSet();
        return
        [
            .. File.ReadLines($"/proc/{pid}/net/tcp").Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == "0A" && inodes.Contains($"socket:[{fields[9]}]"))
                .Select(fields => fields[1].Split(':'))
                .Select(a => new IPEndPoint(
                    new IPAddress(uint.Parse(a[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                    int.Parse(a[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
        ];
    }
}
