using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>This device's name, and how the others are reached.</summary>
internal static class DeviceRules
{
    public static void Check(ValidationContext context)
    {
        if (context.Project.DeviceName is { } own)
            CheckName(context, own);
        foreach (DeviceConfig device in context.Project.Devices)
        {
            CheckName(context, device.Name);
            if (device.Addr is { } addr)
                CheckAddress(context, device, addr);
            if (device.SshPort is { Value: < 1 or > 65535 } port)
                context.Report(
                    DiagnosticRules.InvalidPort,
                    port.Span,
                    $"`sshPort` of device `{device.Name.Value}` is {port.Value}, but ports are 1 to 65535.",
                    "Write the port of the SSH server, usually 22.");
        }
    }

    // Device names are parts of event sources, paths and, for workers, Kubernetes namespaces.
    private static void CheckName(ValidationContext context, Written<string> name)
    {
        bool valid = name.Value.Length is > 0 and <= 63
            && name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && char.IsAsciiLetterOrDigit(name.Value[0]);
        if (!valid)
            context.Report(
                DiagnosticRules.InvalidDeviceName,
                name.Span,
                $"`{name.Value}` cannot be the name of a device.",
                "Use up to 63 letters, digits, dashes, underscores and dots, with a letter or digit first.");
    }

    private static void CheckAddress(ValidationContext context, DeviceConfig device, Written<string> addr)
    {
        string message = $"`{addr.Value}` is not the address of a device.";
        string? host = Host(addr.Value);
        if (addr.Value.Contains("://", StringComparison.Ordinal) || addr.Value.Contains('/', StringComparison.Ordinal))
            context.Report(
                DiagnosticRules.InvalidAddress,
                addr.Span,
                message,
                host is null ? "Write the IP address or host name alone." : $"Write the address alone: `addr: {host}`.");
        else if (Uri.CheckHostName(addr.Value) == UriHostNameType.Unknown)
            context.Report(
                DiagnosticRules.InvalidAddress,
                addr.Span,
                message,
                host is null ? "Write an IP address such as 192.168.0.10, or a host name." : $"Write the address without a port: `addr: {host}`.");
        else if (addr.Value.All(c => char.IsAsciiDigit(c) || c == '.') && !IsIPv4(addr.Value))
            context.Report(
                DiagnosticRules.InvalidAddress,
                addr.Span,
                $"`{addr.Value}` of device `{device.Name.Value}` looks like an IP address, but is not one.",
                "Write four numbers from 0 to 255 with points between, such as 192.168.0.10.");
    }

    private static bool IsIPv4(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(p => p.Length is > 0 and <= 3 && int.Parse(p, System.Globalization.CultureInfo.InvariantCulture) <= 255);
    }

    private static string? Host(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string rest = scheme < 0 ? text : text[(scheme + 3)..];
        string host = rest.Split('/', ':')[0];
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : host;
    }
}
