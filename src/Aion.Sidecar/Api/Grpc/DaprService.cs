using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Aion.Sidecar.Workflows;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>dapr.proto.runtime.v1.Dapr as far as it is served; every method only translates.</summary>
internal sealed class DaprService(SidecarApp app) : ActorService(app)
{
    private readonly SidecarApp app = app;

    public override Task<InvokeResponse> InvokeService(InvokeServiceRequest request, ServerCallContext context) =>
        InvokeMessages.InvokeAsync(app, request, context);

    public override async Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context)
    {
        var entry = await app.State.GetAsync(request.StoreName, request.Key, context.CancellationToken);
        return entry is null ? new GetStateResponse() : StateMessages.GetResponse(entry);
    }

    public override async Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var entries = await app.State.GetBulkAsync(request.StoreName, request.Keys, context.CancellationToken);
        var response = new GetBulkStateResponse();
        for (var i = 0; i < entries.Count; i++)
            response.Items.Add(StateMessages.BulkItem(request.Keys[i], entries[i]));
        return response;
    }

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        app.State.Require(request.StoreName);
        await app.State.SaveAsync(request.StoreName, [.. request.States.Select(StateMessages.ItemToSave)], context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        await app.State.DeleteAsync(request.StoreName, StateMessages.ItemToDelete(request), context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context)
    {
        await app.State.DeleteBulkAsync(request.StoreName, [.. request.States.Select(StateMessages.Item)], context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        app.State.RequireTransactional(request.StoreName);
        await app.State.TransactAsync(request.StoreName, [.. request.Operations.Select(StateMessages.Operation)], context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        await app.Publish.PublishAsync(
            request.PubsubName, request.Topic, PublishMessages.Entry(request), PublishMessages.Trace(context), context.CancellationToken);
        return Done;
    }

    public override async Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context)
    {
        var failures = await app.Publish.PublishBulkAsync(
            request.PubsubName, request.Topic, PublishMessages.Entries(request), PublishMessages.MapOrNull(request.Metadata),
            PublishMessages.Trace(context), context.CancellationToken);
        var response = new BulkPublishResponse();
        foreach (var failure in failures)
            response.FailedEntries.Add(new BulkPublishResponseFailedEntry { EntryId = failure.EntryId, Error = failure.Error });
        return response;
    }

    public override Task<BulkPublishResponse> BulkPublishEventAlpha1(BulkPublishRequest request, ServerCallContext context) =>
        BulkPublishEvent(request, context);

    public override async Task<InvokeBindingResponse> InvokeBinding(InvokeBindingRequest request, ServerCallContext context)
    {
        var metadata = new Dictionary<string, string>(request.Metadata, StringComparer.OrdinalIgnoreCase);
        var response = await app.Bindings.InvokeAsync(request.Name, request.Operation, request.Data.Memory, metadata, context.CancellationToken);
        var message = new InvokeBindingResponse { Data = UnsafeByteOperations.UnsafeWrap(response.Data) };
        foreach (var (key, value) in response.Metadata)
            message.Metadata[key] = value;
        return message;
    }

    public override async Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context)
    {
        var response = new GetSecretResponse();
        foreach (var (key, value) in await app.Secrets.GetAsync(request.StoreName, request.Key, context.CancellationToken))
            response.Data[key] = value;
        return response;
    }

    public override async Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context)
    {
        var response = new GetBulkSecretResponse();
        foreach (var (name, values) in await app.Secrets.GetAllAsync(request.StoreName, context.CancellationToken))
        {
            var secret = response.Data[name] = new SecretResponse();
            foreach (var (key, value) in values)
                secret.Secrets[key] = value;
        }

        return response;
    }

    public override async Task<StartWorkflowResponse> StartWorkflowBeta1(StartWorkflowRequest request, ServerCallContext context) => new()
    {
        InstanceId = await app.WorkflowManagement.StartAsync(
            request.WorkflowName, request.InstanceId, request.Input.ToStringUtf8(), request.Options, request.AppId,
            TraceHeaders.Read(context.RequestHeaders), context.CancellationToken),
    };

    public override async Task<GetWorkflowResponse> GetWorkflowBeta1(GetWorkflowRequest request, ServerCallContext context)
    {
        // daprd answers an unknown instance with its id alone.
        var row = await app.WorkflowManagement.FindAsync(request.InstanceId, request.AppId);
        return row is null ? new GetWorkflowResponse { InstanceId = request.InstanceId } : WorkflowMessages.Response(row);
    }

    public override async Task<Empty> PurgeWorkflowBeta1(PurgeWorkflowRequest request, ServerCallContext context)
    {
        await app.WorkflowManagement.PurgeAsync(request.InstanceId, request.AppId, context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> TerminateWorkflowBeta1(TerminateWorkflowRequest request, ServerCallContext context)
    {
        await app.WorkflowManagement.TerminateAsync(request.InstanceId, request.AppId, context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> PauseWorkflowBeta1(PauseWorkflowRequest request, ServerCallContext context)
    {
        await app.WorkflowManagement.PauseAsync(request.InstanceId, request.AppId, context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> ResumeWorkflowBeta1(ResumeWorkflowRequest request, ServerCallContext context)
    {
        await app.WorkflowManagement.ResumeAsync(request.InstanceId, request.AppId, context.CancellationToken);
        return Done;
    }

    public override async Task<Empty> RaiseEventWorkflowBeta1(RaiseEventWorkflowRequest request, ServerCallContext context)
    {
        // proto3 does not tell data that is empty from none.
        var data = request.EventData.IsEmpty ? null : request.EventData.ToStringUtf8();
        await app.WorkflowManagement.RaiseEventAsync(request.InstanceId, request.EventName, data, request.AppId, context.CancellationToken);
        return Done;
    }

    public override Task<StartWorkflowResponse> StartWorkflowAlpha1(StartWorkflowRequest request, ServerCallContext context) => StartWorkflowBeta1(request, context);

    public override Task<GetWorkflowResponse> GetWorkflowAlpha1(GetWorkflowRequest request, ServerCallContext context) => GetWorkflowBeta1(request, context);

    public override Task<Empty> PurgeWorkflowAlpha1(PurgeWorkflowRequest request, ServerCallContext context) => PurgeWorkflowBeta1(request, context);

    public override Task<Empty> TerminateWorkflowAlpha1(TerminateWorkflowRequest request, ServerCallContext context) => TerminateWorkflowBeta1(request, context);

    public override Task<Empty> PauseWorkflowAlpha1(PauseWorkflowRequest request, ServerCallContext context) => PauseWorkflowBeta1(request, context);

    public override Task<Empty> ResumeWorkflowAlpha1(ResumeWorkflowRequest request, ServerCallContext context) => ResumeWorkflowBeta1(request, context);

    public override Task<Empty> RaiseEventWorkflowAlpha1(RaiseEventWorkflowRequest request, ServerCallContext context) =>
        RaiseEventWorkflowBeta1(request, context);

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(MetadataMessages.Response(app));

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        app.Metadata.Set(request.Key, request.Value);
        return Task.FromResult(Done);
    }

    public override Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        app.RequestShutdown();
        return Task.FromResult(Done);
    }
}
