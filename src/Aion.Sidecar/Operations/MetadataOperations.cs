using System.Collections.Concurrent;
using Aion.Sidecar.Components;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Operations;

/// <summary>What the sidecar tells about itself, and the values that the app attached to it.</summary>
internal sealed class MetadataOperations(SidecarApp app)
{
    private readonly ConcurrentDictionary<string, string> _extended = new(StringComparer.Ordinal);

    /// <summary>The Dapr version whose API this sidecar follows; SDKs compare it.</summary>
    public const string RuntimeVersion = "1.18.0";

    public IReadOnlyDictionary<string, string> Extended
    {
        get
        {
            var extended = new Dictionary<string, string>(_extended, StringComparer.Ordinal) { ["daprRuntimeVersion"] = RuntimeVersion };
            return extended;
        }
    }

    public IReadOnlyList<ComponentModel> Components => app.Runtime.Components.List(app.AppId);

    /// <summary>The app's active actors; a type without any counts none.</summary>
    public IReadOnlyDictionary<string, int> Actors =>
        app.Actors.Host is { } host ? app.Runtime.Actors.Table.Count(host) : new Dictionary<string, int>();

    /// <summary>Whether it is known which actors the app hosts.</summary>
    public bool KnowsActors => app.Actors.Registered.IsCompleted;

    /// <summary>As daprd with a placement service: this process is its own.</summary>
    public const string Placement = "placement: connected";

    /// <summary>Attaches a value; an empty key is ignored, as daprd does.</summary>
    public void Set(string key, string value)
    {
        if (key.Length > 0)
            _extended[key] = value;
    }
}
