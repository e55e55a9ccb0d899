using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>The short forms of health probes.</summary>
internal static class Probe
{
    // http = [port] "/" path
    public static bool TryParseHttp(
        string text,
        int? appPort,
        [NotNullWhen(true)] out HttpProbeModel? probe,
        out string problem,
        out string fix)
    {
        probe = null;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string port = slash < 0 ? text : text[..slash];
        fix = "Write port and path, such as `http: 8080/healthz`.";
        problem = text.Contains("://", StringComparison.Ordinal) ? "it is a whole address, but the instance itself is asked"
            : slash < 0 && IsPort(port, out _) ? "it has no path"
            : slash == 0 && appPort is null ? "it has no port, and there is no `dapr.appPort` to take"
            : slash != 0 && !IsPort(port, out _) ? $"`{port}` is not a port"
            : text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? "it holds a space"
            : "";
        if (problem == "it has no path")
            fix = $"Write `http: {port}/`, with the path behind the slash.";
        if (problem.Length > 0)
            return false;
        int number = slash == 0 ? appPort!.Value : int.Parse(port, CultureInfo.InvariantCulture);
        probe = new HttpProbeModel { Port = number, Path = text[slash..] };
        return true;
    }

    // grpc = port ["/" service]
    public static bool TryParseGrpc(string text, [NotNullWhen(true)] out GrpcProbeModel? probe, out string problem, out string fix)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string port = slash < 0 ? text : text[..slash];
        (problem, fix) = IsPort(port, out int number) ? ("", "") : (
            $"`{port}` is not a port",
            "Write the port, such as `grpc: 50051`, or `grpc: 50051/my.package.Service`.");
        probe = problem.Length > 0 ? null : new GrpcProbeModel { Port = number, Service = slash < 0 ? "" : text[(slash + 1)..] };
        return probe is not null;
    }

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
