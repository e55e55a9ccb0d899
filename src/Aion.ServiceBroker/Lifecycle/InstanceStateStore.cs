using System.Text.Json;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>The last status of every instance: <c>servicebroker.instance.judge-001</c>.</summary>
internal sealed class InstanceStateStore(BrokerState state)
{
    public static StateChange Change(InstanceStatus status) =>
        new(Key(status.Name), JsonSerializer.SerializeToUtf8Bytes(status, LifecycleJson.Default.InstanceStatus));

    /// <summary>The stored status by instance name, where there is one that can be read.</summary>
    public async Task<Dictionary<string, InstanceStatus>> LoadAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var known = new Dictionary<string, InstanceStatus>(StringComparer.Ordinal);
        foreach (var (_, json) in await state.GetManyAsync([.. names.Select(Key)], ct))
        {
            try
            {
                if (JsonSerializer.Deserialize(json, LifecycleJson.Default.InstanceStatus) is { } status)
                {
                    known[status.Name] = status with { Pid = null };
                }
            }
            catch (JsonException)
            {
                // Of another version: the instance begins anew.
            }
        }

        return known;
    }

    private static string Key(string name) => "servicebroker.instance." + name;
}
