using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Names of environment variables.</summary>
internal static class EnvRules
{
    private static readonly HashSet<string> SetByAion =
    [
        "AION_HOME", "DEVICE_NAME", "DEBUG", "MS_NUMBER", "SERVICE_NAME", "APP_PORT", "APP_ID",
        "DAPR_HTTP_PORT", "DAPR_GRPC_PORT", "DAPR_HTTP_ENDPOINT", "DAPR_GRPC_ENDPOINT", "DAPR_API_TOKEN", "APP_API_TOKEN",
    ];

    public static void Check(ValidationContext context, ServiceConfig service)
    {
        foreach (EnvConfig variable in service.Env)
        {
            string name = variable.Name.Value;
            string owner = $"microservice `{service.Name.Value}`";
            if (!IsPossible(name))
                context.Report(
                    DiagnosticRules.InvalidEnv,
                    variable.Name.Span,
                    $"`{name}` of {owner} cannot be the name of an environment variable.",
                    "Use letters, digits and underscores, with no digit first.");
            else if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                context.Report(
                    DiagnosticRules.UnusualEnvName,
                    variable.Name.Span,
                    $"Shells cannot read the environment variable `{name}` of {owner}.",
                    $"Write `{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}`, unless the program wants exactly this name.");
            else if (variable.Value.Value.Contains('\0', StringComparison.Ordinal))
                context.Report(
                    DiagnosticRules.InvalidEnv,
                    variable.Value.Span,
                    $"The value of `{name}` of {owner} holds a zero character, which no program can get.",
                    "Remove it.");
            else if (SetByAion.Contains(name))
                context.Report(
                    DiagnosticRules.EnvSetByAion,
                    variable.Name.Span,
                    $"`{name}` is set by AION for every instance, so {owner} must not set it.",
                    "Remove the line, or use another name.");
        }
    }

    // What Kubernetes takes: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.30/#envvar-v1-core
    private static bool IsPossible(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && name is not ("." or "..");
}
