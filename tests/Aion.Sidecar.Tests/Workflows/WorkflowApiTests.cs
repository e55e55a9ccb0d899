using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aion.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Generated = Dapr.Client.Autogen.Grpc.v1;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>The management of workflows over HTTP and over Dapr's gRPC service, and the token before all of it.</summary>
public sealed class WorkflowApiTests : IAsyncLifetime
{
    private WorkflowFixture _sidecar = null!;
    private TestWorker _worker = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await WorkflowFixture.StartAsync();
        _worker = await TestWorker.ConnectAsync(_sidecar.Client);
        _http = new HttpClient { BaseAddress = _sidecar.Endpoint.HttpEndpoint };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _worker.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Theory]
    [InlineData("v1.0")]
    [InlineData("v1.0-beta1")]
    [InlineData("v1.0-alpha1")]
    public async Task Http_ManagesAWorkflow(string version)
    {
        var start = await PostAsync($"/{version}/workflows/dapr/order/start?instanceID=one", "{\"n\":1}");
        Assert.Equal((HttpStatusCode.Accepted, "one"), (start.Status, start.Body.GetProperty("instanceID").GetString()));
        await _worker.AnswerAsync(await _worker.TurnAsync());
        Assert.Equal("RUNNING", await StatusAsync("RUNNING"));

        await AcceptedAsync($"/{version}/workflows/dapr/one/raiseEvent/go", "5");
        var turn = await _worker.TurnAsync();
        Assert.Equal(("go", "5"), (turn.WorkflowRequest.NewEvents[1].EventRaised.Name, turn.WorkflowRequest.NewEvents[1].EventRaised.Input));
        await _worker.AnswerAsync(turn);
        await AcceptedAsync($"/{version}/workflows/dapr/one/pause");
        await _worker.AnswerAsync(await _worker.TurnAsync());
        Assert.Equal("SUSPENDED", await StatusAsync("SUSPENDED"));
        await AcceptedAsync($"/{version}/workflows/dapr/one/resume");
        await _worker.AnswerAsync(await _worker.TurnAsync());
        Assert.Equal("RUNNING", await StatusAsync("RUNNING"));
        Assert.Equal(HttpStatusCode.InternalServerError, (await PostAsync($"/{version}/workflows/dapr/one/purge")).Status);
        await AcceptedAsync($"/{version}/workflows/dapr/one/terminate");
        await _worker.AnswerAsync(await _worker.TurnAsync());
        Assert.Equal("TERMINATED", await StatusAsync("TERMINATED"));
        await AcceptedAsync($"/{version}/workflows/dapr/one/purge");

        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/{version}/workflows/dapr/one")).StatusCode);
    }

    [Fact]
    public async Task Http_Get_TellsInputOutputAndTimes()
    {
        var starting = _sidecar.ScheduleAsync("order", "{\"n\":1}", "one");
        await _worker.AnswerAsync(await _worker.TurnAsync(), Actions.Complete("[2]"));
        await starting.Within30s();

        var state = await _http.GetFromJsonAsync<JsonElement>("/v1.0/workflows/dapr/one");

        Assert.Equal(("one", "order", "COMPLETED"), (Text(state, "instanceID"), Text(state, "workflowName"), Text(state, "runtimeStatus")));
        var properties = state.GetProperty("properties");
        Assert.Equal(("{\"n\":1}", "[2]"), (Text(properties, "dapr.workflow.input"), Text(properties, "dapr.workflow.output")));
        Assert.True(state.GetProperty("lastUpdatedAt").GetDateTimeOffset() >= state.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("GET", "/v1.0/workflows/dapr/nope", 404, "ERR_INSTANCE_ID_NOT_FOUND", "unable to find workflow with the provided instance ID: nope")]
    [InlineData("POST", "/v1.0/workflows/dapr/nope/terminate", 404, "ERR_INSTANCE_ID_NOT_FOUND", "unable to find workflow with the provided instance ID: nope")]
    [InlineData("POST", "/v1.0/workflows/dapr/nope/purge", 404, "ERR_INSTANCE_ID_NOT_FOUND", "unable to find workflow with the provided instance ID: nope")]
    [InlineData("POST", "/v1.0/workflows/dapr/nope/pause", 500, "ERR_PAUSE_WORKFLOW", "error pausing workflow nope: failed to pause workflow nope: failed to suspend workflow: no such instance exists")]
    [InlineData("POST", "/v1.0/workflows/dapr/nope/resume", 500, "ERR_RESUME_WORKFLOW", "error resuming workflow nope: failed to resume workflow nope: failed to resume workflow: no such instance exists")]
    [InlineData("POST", "/v1.0/workflows/dapr/nope/raiseEvent/e", 500, "ERR_RAISE_EVENT_WORKFLOW", "error raising event on workflow 'nope': failed to raise event e on workflow nope: failed to raise event: no such instance exists")]
    [InlineData("POST", "/v1.0/workflows/dapr/w/start?instanceID=a.b", 400, "ERR_INSTANCE_ID_INVALID", "workflow instance ID 'a.b' is invalid: only alphanumeric and underscore characters are allowed")]
    [InlineData("POST", "/v1.0/workflows/dapr/w/start?instanceID=x2345678901234567890123456789012345678901234567890123456789012345", 400, "ERR_INSTANCE_ID_TOO_LONG", "workflow instance ID exceeds the max length of 64 characters")]
    [InlineData("POST", "/v1.0/workflows/dapr/w/start?appID=a.b", 400, "ERR_WORKFLOW_APP_ID_INVALID", "workflow app ID 'a.b' is invalid: only alphanumeric, dash and underscore characters are allowed")]
    public async Task Http_WrongRequest_GetsDaprsError(string method, string path, int status, string code, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var response = await _http.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((status, code, message), ((int)response.StatusCode, Text(body, "errorCode"), Text(body, "message")));
    }

    [Fact]
    public async Task Grpc_ManagesAWorkflow()
    {
        using var channel = GrpcChannel.ForAddress(_sidecar.Endpoint.GrpcEndpoint);
        var dapr = new Generated.Dapr.DaprClient(channel);
        var unknown = await dapr.GetWorkflowBeta1Async(new Generated.GetWorkflowRequest { InstanceId = "one", WorkflowComponent = "dapr" });
        Assert.Equal(("one", ""), (unknown.InstanceId, unknown.RuntimeStatus));
        await dapr.StartWorkflowBeta1Async(new Generated.StartWorkflowRequest { InstanceId = "one", WorkflowName = "order", Input = ByteString.CopyFromUtf8("1") });
        await _worker.AnswerAsync(await _worker.TurnAsync());
        var again = await Assert.ThrowsAsync<RpcException>(
            async () => await dapr.StartWorkflowBeta1Async(new Generated.StartWorkflowRequest { InstanceId = "one", WorkflowName = "order" }));
        Assert.Equal(StatusCode.Internal, again.StatusCode);
        Assert.Contains("an active workflow with ID 'one' already exists", again.Status.Detail, StringComparison.Ordinal);

        await dapr.RaiseEventWorkflowBeta1Async(new Generated.RaiseEventWorkflowRequest { InstanceId = "one", EventName = "go", EventData = ByteString.CopyFromUtf8("2") });
        var turn = await _worker.TurnAsync();
        await _worker.AnswerAsync(turn, Actions.Complete(turn.WorkflowRequest.NewEvents[1].EventRaised.Input));
        await _sidecar.EndAsync("one");
        var state = await dapr.GetWorkflowBeta1Async(new Generated.GetWorkflowRequest { InstanceId = "one" });
        Assert.Equal(("COMPLETED", "2"), (state.RuntimeStatus, state.Properties["dapr.workflow.output"]));
        await dapr.PurgeWorkflowBeta1Async(new Generated.PurgeWorkflowRequest { InstanceId = "one" });

        Assert.Null(await _sidecar.GetAsync("one"));
        var gone = await Assert.ThrowsAsync<RpcException>(
            async () => await dapr.TerminateWorkflowBeta1Async(new Generated.TerminateWorkflowRequest { InstanceId = "one" }));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Metadata_CountsTheConnectedWorkers()
    {
        await using (await TestWorker.ConnectAsync(_sidecar.Client))
            await Eventually.HoldsAsync(async () => await WorkersAsync() == 2);

        await Eventually.HoldsAsync(async () => await WorkersAsync() == 1);
    }

    [Fact]
    public async Task Token_IsDemandedOfWorkersAndClients()
    {
        var endpoint = await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "guarded", ApiToken = "secret" });
        var client = _sidecar.Connect(endpoint);
        var request = new DurableTask.Protocol.GetInstanceRequest { InstanceId = "one" };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.GetInstanceAsync(request));
        using var stream = client.GetWorkItems(new DurableTask.Protocol.GetWorkItemsRequest());
        var refusedWorker = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(CancellationToken.None).Within30s());

        Assert.Equal((StatusCode.Unauthenticated, StatusCode.Unauthenticated), (refused.StatusCode, refusedWorker.StatusCode));
        using var http = new HttpClient { BaseAddress = endpoint.HttpEndpoint };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1.0/workflows/dapr/one")).StatusCode);
        Assert.False((await client.GetInstanceAsync(request, new Metadata { { "dapr-api-token", "secret" } })).Exists);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<int> WorkersAsync() =>
        (await _http.GetFromJsonAsync<JsonElement>("/v1.0/metadata")).GetProperty("workflows").GetProperty("connectedWorkers").GetInt32();

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task AcceptedAsync(string path, string body = "") => Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(path, body)).Status);

    /// <summary>The status, as soon as it is the expected one: the API does not wait for the turn.</summary>
    private async Task<string?> StatusAsync(string expected)
    {
        string? status = null;
        await Eventually.HoldsAsync(
            async () => (status = Text(await _http.GetFromJsonAsync<JsonElement>("/v1.0/workflows/dapr/one"), "runtimeStatus")) == expected, $"the status is {expected}");
        return status;
    }
}
