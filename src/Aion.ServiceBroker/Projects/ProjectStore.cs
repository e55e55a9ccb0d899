using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.State;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Projects;

/// <summary>Keeps the applied project in the state store, for this broker's next start and for status-kanban.</summary>
internal sealed class ProjectStore(BrokerState state)
{
    private readonly OwnedKey _model = new(state, StateKeys.Project + ".model");

    /// <summary>The stored project, or null when there is none that can be read.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<ProjectRecord?> LoadAsync(CancellationToken ct)
    {
        var json = await _model.LoadAsync(ct);
        try
        {
            return json is null ? null : ProjectRecordJson.Deserialize(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces it, the broker's form and status-kanban's in one step.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was stored; another broker having stored one is one of the reasons.</exception>
    public Task SaveAsync(ProjectRecord record, CancellationToken ct) => _model.SaveAsync(
        ProjectRecordJson.Serialize(record),
        ct,
        new StateChange(StateKeys.Project, JsonSerializer.SerializeToUtf8Bytes(record.ToAppliedProject(), ContractsJsonContext.Default.AppliedProject)));
}
