using Aion.Project.Model;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.ServiceBroker.Health.Probes;

/// <summary>
/// The call <c>grpc.health.v1.Health/Check</c>, which must answer SERVING
/// (https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
/// </summary>
internal sealed class GrpcProbe(GrpcProbeModel model, int number) : IProbe
{
    private readonly int _port = model.Port + number - 1;

    public string Name => $"gRPC health check of {(model.Service.Length > 0 ? $"'{model.Service}' at " : "")}127.0.0.1:{_port}";

    public async Task<ProbeAnswer> AskAsync(CancellationToken ct)
    {
        // A channel of its own: one that failed waits before it connects again, and that would look like a service that is down.
        using var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{_port}", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { UseProxy = false }, DisposeHttpClient = true });
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(HealthCheck.Method, null, new CallOptions(cancellationToken: ct), model.Service);
            var status = await call.ResponseAsync;
            return new ProbeAnswer(status == HealthCheck.Serving, $"answered {status}");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (RpcException e)
        {
            return new ProbeAnswer(false, Describe(e));
        }
    }

    public void Dispose()
    {
    }

    private string Describe(RpcException e) => e.StatusCode switch
    {
        StatusCode.Unimplemented => "does not serve grpc.health.v1",
        StatusCode.NotFound => $"does not know a service '{model.Service}'",
        StatusCode.Unavailable when e.Status.DebugException is { } failure => HttpProbe.Describe(failure, _port),
        _ => $"answered {e.StatusCode}: {e.Status.Detail}",
    };
}
