using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Validation;

/// <summary>Entries of <c>volumeMountPathList</c>: <c>mountPath:hostPath[:Bidirectional]</c>.</summary>
internal static class VolumeRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        HashSet<string> mounted = new(StringComparer.Ordinal);
        foreach (Written<string> mount in service.VolumeMountPathList)
        {
            if (TryParse(mount.Value, out VolumeMountModel? parsed, out string problem, out string fix))
            {
                if (!mounted.Add(parsed.MountPath.TrimEnd('/')))
                    context.Report(
                        DiagnosticRules.RepeatedMountPath,
                        mount.Span,
                        $"`{parsed.MountPath}` of microservice `{service.Name.Value}` is mounted twice.",
                        "Remove one of the two, or mount it on another path.");
            }
            else
                context.Report(
                    DiagnosticRules.InvalidVolumeMount,
                    mount.Span,
                    $"`{mount.Value}` of microservice `{service.Name.Value}` is not a volume mount: {problem}.",
                    fix);
        }
    }

    /// <summary>Reads one entry; false with a half sentence and a fix when it is none.</summary>
    public static bool TryParse(
        string text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VolumeMountModel? mount,
        out string problem,
        out string fix)
    {
        mount = null;
        string[] parts = text.Split(':');
        (problem, fix) = parts switch
        {
            [{ Length: 1 }, var rest, ..] when rest.StartsWith('\\') => (
                "it holds a Windows path",
                "Write both paths as on Linux: `/path/in/container:/path/on/host`."),
            [""] or [var _] => (
                "there is no second path",
                $"Write `{(text.StartsWith('/') ? text : "/path/in/container")}:/path/on/host`."),
            [_, _, "Bidirectional"] or [_, _] => ProblemOfPaths(parts[0], parts[1]),
            [_, _, "ro" or "rw"] => ($"`{parts[2]}` is not supported", "Remove it; the third part can only be `Bidirectional`."),
            [_, _, _] => ($"the third part is `{parts[2]}`", "Write `:Bidirectional` there, or nothing."),
            _ => ("it has more than three parts", "Write `/path/in/container:/path/on/host`, and `:Bidirectional` behind it if needed."),
        };
        if (problem.Length == 0)
            mount = new VolumeMountModel { MountPath = parts[0], HostPath = parts[1], Bidirectional = parts.Length == 3 };
        return mount is not null;
    }

    private static (string Problem, string Fix) ProblemOfPaths(string mountPath, string hostPath)
    {
        (string, string)[] paths = [(mountPath, "in the container"), (hostPath, "on the host")];
        foreach ((string path, string place) in paths)
        {
            if (!path.StartsWith('/'))
                return (
                    path.Length == 0 ? $"the path {place} is empty" : $"the path {place}, `{path}`, does not start with a slash",
                    $"Write the whole path {place}, from the first slash on.");
            if (path.Split('/').Contains(".."))
                return ($"the path {place} holds `..`", "Write the path without `..`.");
        }
        return mountPath == "/" ? ("it would hide the whole container", "Mount a directory below `/`.") : ("", "");
    }
}
