using System.Net;
using System.Text;
using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>The trace of whoever starts a workflow goes on in its activities and children.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Other = "00-11111111111111111111111111111111-2222222222222222-01";

    private WorkflowFixture _sidecar = null!;
    private TestWorker _worker = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await WorkflowFixture.StartAsync();
        _worker = await TestWorker.ConnectAsync(_sidecar.Client);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Start_WithTheHeadersOfACall_HandsTheTraceOn()
    {
        var headers = new Metadata { { "traceparent", Parent }, { "tracestate", "vendor=1" } };
        var starting = _sidecar.Client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = "one", Name = "any" }, headers);
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "work"), Actions.Child(1, "child"));
        await starting.ResponseAsync.Within30s();

        Assert.Equal((Parent, "vendor=1"), Of((await _worker.ActivityAsync()).ActivityRequest.ParentTraceContext));
        var child = (await _worker.TurnAsync()).WorkflowRequest.NewEvents[1].ExecutionStarted;
        Assert.Equal((Parent, "vendor=1"), Of(child.ParentTraceContext));
    }

    [Fact]
    public async Task Start_WithATraceInItsMessage_HandsThatOn()
    {
        var request = new CreateInstanceRequest { InstanceId = "one", Name = "any", ParentTraceContext = new TraceContext { TraceParent = Parent } };
        var starting = _sidecar.Client.StartInstanceAsync(request, new Metadata { { "traceparent", Other } });
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "work"));
        await starting.ResponseAsync.Within30s();

        Assert.Equal((Parent, null), Of((await _worker.ActivityAsync()).ActivityRequest.ParentTraceContext));
    }

    [Fact]
    public async Task Start_OverHttp_HandsTheTraceOn()
    {
        using var http = new HttpClient { BaseAddress = _sidecar.Endpoint.HttpEndpoint };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/workflows/dapr/any/start?instanceID=one")
        {
            Headers = { { "traceparent", Parent } },
            Content = new StringContent("1", Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Call(0, "work"));

        Assert.Equal((Parent, null), Of((await _worker.ActivityAsync()).ActivityRequest.ParentTraceContext));
    }

    private static (string Parent, string? State) Of(TraceContext trace) => (trace.TraceParent, trace.TraceState);
}
