using System.Text.Json;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Dapr.Workflow;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>Carries out one order of a machine. To repeat it for the same run changes nothing: see <see cref="InstanceRuns"/>.</summary>
internal sealed class InstanceActivity(InstanceRuns runs) : WorkflowActivity<JsonElement, JsonElement>
{
    public override async Task<JsonElement> RunAsync(WorkflowActivityContext context, JsonElement input) =>
        MachineJson.Write(await runs.CarryOutAsync(MachineJson.Read<InstanceEffect>(input)));
}
