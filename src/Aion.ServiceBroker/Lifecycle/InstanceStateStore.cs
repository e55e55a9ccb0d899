using System.Text.Json;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>
/// The last status of every instance as others can read it: <c>servicebroker.instance.judge-001</c>. The broker itself knows it
/// from the workflows.
/// </summary>
internal static class InstanceStateStore
{
    public static StateChange Change(InstanceStatus status) => new(
        "servicebroker.instance." + status.Name, JsonSerializer.SerializeToUtf8Bytes(status, LifecycleJson.Default.InstanceStatus));
}
