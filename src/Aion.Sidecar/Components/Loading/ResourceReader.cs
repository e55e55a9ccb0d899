using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components.Loading;

/// <summary>Sorts the documents of the resource files by kind and decodes components and subscriptions.</summary>
internal static class ResourceReader
{
    private const string Group = "dapr.io/";

    /// <summary>Kinds that Dapr knows and that are not components; others read them.</summary>
    private static readonly string[] OtherKinds = ["Resiliency", "HTTPEndpoint"];

    public static ResourceConfigs Read(IReadOnlyList<string> resourcePaths, ILogger logger, LoadFailures failures)
    {
        var components = new List<ComponentConfig>();
        var subscriptions = new List<ScopedSubscription>();
        WorkflowRetention? retention = null;
        foreach (var document in YamlFiles.Read(resourcePaths, failures))
        {
            var apiVersion = document.Required("apiVersion", "dapr.io/v1alpha1");
            var kind = document.Required("kind", "Component");
            switch (kind, apiVersion)
            {
                case ("" , _) or (_, ""):
                    break;
                case ("Component", Group + "v1alpha1"):
                    components.Add(ComponentYaml.Read(document, failures));
                    break;
                case ("Subscription", Group + "v1alpha1" or Group + "v2alpha1"):
                    subscriptions.Add(SubscriptionYaml.Read(document, apiVersion == Group + "v2alpha1", failures));
                    break;
                case ("Component" or "Subscription", _):
                    var versions = kind == "Component" ? "dapr.io/v1alpha1" : "dapr.io/v2alpha1 or dapr.io/v1alpha1";
                    failures.Add(document.MarkAt("apiVersion"), $"apiVersion \"{apiVersion}\" is not one of a {kind}; write {versions}");
                    break;
                case ("Configuration", _):
                    retention = ReadConfiguration(document, retention, failures);
                    break;
                case var _ when OtherKinds.Contains(kind, StringComparer.Ordinal):
                    ComponentLog.SkippedKind(logger, kind, document.Mark.ToString());
                    break;
                default:
                    failures.Add(document.MarkAt("kind"), $"unknown kind \"{kind}\"; {Suggestion.For(kind, ["Component", "Subscription", "Configuration", .. OtherKinds])}");
                    break;
            }
        }

        RejectDuplicates(components, failures);
        return new ResourceConfigs(components, subscriptions, retention);
    }

    private static WorkflowRetention? ReadConfiguration(YamlMap document, WorkflowRetention? former, LoadFailures failures)
    {
        if (ConfigurationYaml.Read(document, failures) is not { } retention)
            return former;
        if (former is not null)
            failures.Add(document.Mark, "spec.workflow.stateRetentionPolicy is in another Configuration, too; keep it in one of them");
        return retention;
    }

    private static void RejectDuplicates(List<ComponentConfig> components, LoadFailures failures)
    {
        foreach (var sameName in components.Where(component => component.Name.Length > 0).GroupBy(component => component.Name, StringComparer.Ordinal))
        {
            foreach (var duplicate in sameName.Skip(1))
            {
                failures.Add(duplicate.Mark, $"component \"{duplicate.Name}\" is already defined at {sameName.First().Mark}; rename or remove one of them");
            }
        }
    }
}
