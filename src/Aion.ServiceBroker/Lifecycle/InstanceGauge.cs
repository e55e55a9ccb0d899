using System.Diagnostics.Metrics;
using Aion.ServiceDefaults.Telemetry;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Shows how many instances are in which state: <c>aion.broker.instances</c>.</summary>
internal static class InstanceGauge
{
    public static void Create(IMeterFactory meters, IInstanceLifecycle lifecycle) => meters.Create(AionTelemetry.Name).CreateObservableGauge(
        "aion.broker.instances",
        () => lifecycle.Instances.GroupBy(i => i.State).Select(
            g => new Measurement<int>(g.Count(), new KeyValuePair<string, object?>("state", g.Key.ToText()))),
        "{instance}",
        "Instances by state");
}
