using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Aion.Cli.Hosting;

/// <summary>Who listens on a TCP port of one of this machine's addresses, as far as Linux tells.</summary>
internal static class PortOwner
{
    private const string Unknown = "held by a program that this user may not see";

    public static string Describe(IPAddress host, int port)
    {
        if (!OperatingSystem.IsLinux() || FindProcess(host, port) is not { } pid)
        {
            return Unknown;
        }
        var command = CommandLine(pid);
        return Path.GetFileName(command[0]) is "aionctl" or "aionctl.dll" || command.Any(word => word.EndsWith("aionctl.dll", StringComparison.Ordinal))
            ? $"another aionctl host, process {pid} ({HomeOf(pid, command)}; stop it with `aionctl down` there)"
            : $"process {pid}, {string.Join(' ', command)}";
    }

    // Several nodes on one machine have the same port, each at an address of its own; who has it at all of them has it there, too.
    private static int? FindProcess(IPAddress host, int port)
    {
        var local = ListeningSockets("/proc/net/tcp", port, [InTable(host), InTable(IPAddress.Any)]);
        var sockets = local.Concat(ListeningSockets("/proc/net/tcp6", port, [InTable(host.MapToIPv6()), InTable(IPAddress.IPv6Any)])).ToHashSet();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Holds(folder, sockets))
            {
                return pid;
            }
        }
        return null;
    }

    // proc(5): "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode", address as HEX:PORT, state 0A is LISTEN.
    private static IEnumerable<string> ListeningSockets(string table, int port, string[] addresses)
    {
        var wanted = addresses.Select(address => address + ":" + port.ToString("X4", CultureInfo.InvariantCulture)).ToHashSet();
        return File.Exists(table)
            ? File.ReadLines(table).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length > 9 && fields[3] == "0A" && wanted.Contains(fields[1]))
                .Select(fields => $"socket:[{fields[9]}]")
            : [];
    }

    // Each four bytes are one number as the processor has it.
    private static string InTable(IPAddress address) => string.Concat(
        MemoryMarshal.Cast<byte, uint>(address.GetAddressBytes()).ToArray().Select(part => part.ToString("X8", CultureInfo.InvariantCulture)));

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => sockets.Contains(new FileInfo(file).LinkTarget ?? ""));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] CommandLine(int pid)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 0 ? words : ["?"];
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return ["?"];
        }
    }

    private static string HomeOf(int pid, string[] command)
    {
        var option = Array.IndexOf(command, "--home");
        if (option >= 0 && option + 1 < command.Length)
        {
            return "home " + command[option + 1];
        }
        const string name = "AION_HOME=";
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } variable
                ? "home " + variable[name.Length..]
                : "home ~/.aion";
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return "home unknown";
        }
    }
}
