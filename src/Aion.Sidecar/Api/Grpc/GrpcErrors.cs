using Aion.Sidecar.Errors;
using Aion.Sidecar.Protocol.Rpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RpcStatus = Aion.Sidecar.Protocol.Rpc.Status;
using Status = Grpc.Core.Status;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Writes an error as daprd's gRPC API does: status and, for the newer kind, details in grpc-status-details-bin.</summary>
internal static class GrpcErrors
{
    private const string TypePrefix = "type.googleapis.com";

    public static RpcException ToRpcException(this DaprError error)
    {
        var status = new Status(error.GrpcStatus, error.Message);
        if (error.Reason is null)
            return new RpcException(status);
        var rich = new RpcStatus { Code = (int)error.GrpcStatus, Message = error.Message };
        if (error.Field is { } field)
        {
            var request = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field.Name, Description = field.Description } } };
            rich.Details.Add(Any.Pack(request, TypePrefix));
        }

        if (error.Resource is { } resource)
        {
            var info = new ResourceInfo { ResourceType = resource.Type, ResourceName = resource.Name, Description = resource.Description };
            rich.Details.Add(Any.Pack(info, TypePrefix));
        }

        var errorInfo = new ErrorInfo { Reason = error.Reason, Domain = "dapr.io" };
        foreach (var (key, value) in error.Metadata ?? new Dictionary<string, string>())
            errorInfo.Metadata[key] = value;
        rich.Details.Add(Any.Pack(errorInfo, TypePrefix));
        return new RpcException(status, new Metadata { { "grpc-status-details-bin", rich.ToByteArray() } });
    }
}
