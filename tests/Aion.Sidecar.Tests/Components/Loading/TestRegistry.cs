using Aion.Sidecar.Components;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.Sidecar.Tests.Components.Loading;

/// <summary>Loads registries as the host does.</summary>
internal static class TestRegistry
{
    public static Task<ComponentRegistry> LoadAsync(string path, string dataDirectory, TimeProvider? timeProvider = null) =>
        ComponentRegistry.LoadAsync([path], dataDirectory, timeProvider ?? TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>One component's YAML; each metadata item is "name=value".</summary>
    public static string Yaml(string name, string type, params string[] metadata)
    {
        var items = metadata.Select(item => item.Split('=', 2)).Select(pair => $"  - name: {pair[0]}\n    value: \"{pair[1]}\"\n");
        return $"apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: {type}\n  version: v1\n  metadata:{(metadata.Length == 0 ? " []" : "")}\n{string.Concat(items)}---\n";
    }
}
