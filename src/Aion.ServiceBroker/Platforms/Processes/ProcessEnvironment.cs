using System.Collections;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Puts together what an instance is started with.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Marks a process as ours, so that it is found even when this host dies between its start and its record.</summary>
    public const string TokenVariable = "AION_INSTANCE_TOKEN";

    // What configures this host itself would mislead a service that is a Dapr or ASP.NET Core app too.
    private static readonly string[] NotInherited = ["DAPR_", "ASPNETCORE_", "Aion__", "APP_API_TOKEN", "APP_PORT", "AION_", "URLS"];

    /// <summary>This host's environment without its own settings, then the instance's variables, then the sidecar's.</summary>
    public static Dictionary<string, string> Build(InstanceSpec spec, IReadOnlyDictionary<string, string> sidecar, string token)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (!NotInherited.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                environment[name] = (string?)entry.Value ?? "";
            }
        }

        foreach (var (name, value) in spec.Environment.Concat(sidecar))
        {
            environment[name] = value;
        }

        environment[TokenVariable] = token;
        return environment;
    }
}
