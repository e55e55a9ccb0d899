using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Aion.Cli.CommandLine;

/// <summary><c>aionctl version</c></summary>
internal static class VersionCommand
{
    public static Command Create(CommonOptions common) =>
        new AionCommand("version", "Print the versions of aionctl and of .NET", "aionctl version", "aionctl version --output json")
            .Runs(common, (context, _) => Task.FromResult(Run(context)));

    private static ExitCode Run(CommandContext context)
    {
        var report = new VersionReport(ToolVersion(), RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        context.Output.Json(report, CliJson.Output.VersionReport);
        if (!context.Output.IsJson)
        {
            context.Output.Line($"aionctl {report.Version} ({report.Runtime}, {report.Platform})");
        }
        return ExitCode.Ok;
    }

    // 1.0.0+<commit>: eight letters of the commit are enough to find it.
    private static string ToolVersion()
    {
        var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 9)];
    }
}
