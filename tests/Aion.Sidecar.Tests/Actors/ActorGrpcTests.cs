using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>The gRPC API, with the client that Dapr generates.</summary>
public sealed class ActorGrpcTests : IAsyncLifetime
{
    private const string Type = nameof(TestActor);

    private readonly SidecarFixture _sidecar = new() { MoreResources = ActorResources.StateStore };
    private ActorApp _app = null!;

    private Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient Client => _sidecar.Raw(_app.Endpoint);

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _app = await ActorApp.StartAsync(_sidecar.Host, "shop");
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task InvokeActor_ReachesTheActor()
    {
        var answer = await Client.InvokeActorAsync(new InvokeActorRequest { ActorType = Type, ActorId = "one", Method = "AddAsync", Data = ByteString.CopyFromUtf8("4") });

        Assert.Equal("4", answer.Data.ToStringUtf8());
    }

    [Fact]
    public async Task InvokeActor_ThatFails_IsInternal()
    {
        var call = new InvokeActorRequest { ActorType = Type, ActorId = "one", Method = "FailAsync", Data = ByteString.CopyFromUtf8("\"no\"") };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.InvokeActorAsync(call));

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.StartsWith("error invoke actor method: error from actor service: (500)", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeActor_OfABadName_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await Client.InvokeActorAsync(new InvokeActorRequest { ActorType = Type, ActorId = "a/b", Method = "GetAsync" }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task State_ByTransaction_CanBeRead()
    {
        await _app.Actor("one").GetAsync().Within30s();
        var transaction = new ExecuteActorStateTransactionRequest { ActorType = Type, ActorId = "one" };
        transaction.Operations.Add(new TransactionalActorStateOperation
        {
            OperationType = "upsert",
            Key = "k",
            Value = new Any { Value = ByteString.CopyFromUtf8("raw bytes") },
            Metadata = { ["ttlInSeconds"] = "100" },
        });

        await Client.ExecuteActorStateTransactionAsync(transaction);

        var answer = await Client.GetActorStateAsync(new GetActorStateRequest { ActorType = Type, ActorId = "one", Key = "k" });
        Assert.Equal("raw bytes", answer.Data.ToStringUtf8());
        Assert.True(answer.Metadata.ContainsKey("ttlExpireTime"));
        transaction.ActorId = "asleep";
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.ExecuteActorStateTransactionAsync(transaction));
        Assert.Equal("actor instance is missing", error.Status.Detail);
    }

    [Fact]
    public async Task Reminder_OfBytes_ReachesTheActor()
    {
        await Client.RegisterActorReminderAsync(new RegisterActorReminderRequest
        {
            ActorType = Type, ActorId = "one", Name = "wake", DueTime = "0s", Data = ByteString.CopyFromUtf8("bytes"),
        });

        await _app.Events.UntilAsync("reminder wake bytes");
    }

    [Fact]
    public async Task Reminder_CanBeReadAndUnregistered()
    {
        var key = (Type, Id: "one", Name: "later");
        await Client.RegisterActorReminderAsync(new RegisterActorReminderRequest
        {
            ActorType = key.Type, ActorId = key.Id, Name = key.Name, DueTime = "1h", Period = "2h", Data = ByteString.CopyFromUtf8("x"),
        });

        var get = new GetActorReminderRequest { ActorType = key.Type, ActorId = key.Id, Name = key.Name };
        var reminder = await Client.GetActorReminderAsync(get);
        Assert.Equal(("1h", "@every 2h0m0s"), (reminder.DueTime, reminder.Period));
        Assert.Equal($"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes("x"))}\"", reminder.Data.Unpack<BytesValue>().Value.ToStringUtf8());

        await Client.UnregisterActorReminderAsync(new UnregisterActorReminderRequest { ActorType = key.Type, ActorId = key.Id, Name = key.Name });
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetActorReminderAsync(get));
        Assert.Equal((StatusCode.NotFound, "actor reminder not found: later"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Reminders_OfAType_CanBeListedAndUnregistered()
    {
        foreach (var (id, name) in new[] { ("a", "1"), ("a", "2"), ("b", "1") })
            await Client.RegisterActorReminderAsync(new RegisterActorReminderRequest { ActorType = Type, ActorId = id, Name = name, DueTime = "1h" });

        Assert.Equal(3, (await Client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = Type })).Reminders.Count);
        await Client.UnregisterActorRemindersByTypeAsync(new UnregisterActorRemindersByTypeRequest { ActorType = Type, ActorId = "a" });
        var left = Assert.Single((await Client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = Type })).Reminders);
        Assert.Equal(("b", "1", "1h"), (left.Reminder.ActorId, left.Name, left.Reminder.DueTime));
        await Client.UnregisterActorRemindersByTypeAsync(new UnregisterActorRemindersByTypeRequest { ActorType = Type });
        Assert.Empty((await Client.ListActorRemindersAsync(new ListActorRemindersRequest { ActorType = Type })).Reminders);
    }

    [Fact]
    public async Task Timer_ReachesTheActorAndStops()
    {
        await Client.RegisterActorTimerAsync(new RegisterActorTimerRequest
        {
            ActorType = Type, ActorId = "one", Name = "t", DueTime = "0h0m0s0ms", Period = "0h0m0s10ms", Callback = "OnTimerAsync", Data = ByteString.CopyFromUtf8("tick"),
        });
        await _app.Events.UntilAsync("timer tick");
        await _app.Events.UntilAsync("timer tick");

        await Client.UnregisterActorTimerAsync(new UnregisterActorTimerRequest { ActorType = Type, ActorId = "one", Name = "t" });
        await _app.Actor("one").GetAsync().Within30s();
        _app.Events.Taken();
        await _app.Actor("one").GetAsync().Within30s();
        Assert.Empty(_app.Events.Taken());
    }

    [Fact]
    public async Task Reminder_OfAForeignType_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await Client.RegisterActorReminderAsync(new RegisterActorReminderRequest { ActorType = "Foreign", ActorId = "1", Name = "n", DueTime = "1s" }));

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    [Fact]
    public async Task Metadata_ListsTheActors()
    {
        await _app.Actor("one").GetAsync().Within30s();

        var metadata = await Client.GetMetadataAsync(new GetMetadataRequest());

        var count = Assert.Single(metadata.ActorRuntime.ActiveActors);
        Assert.Equal((Type, 1), (count.Type, count.Count));
        Assert.Equal((ActorRuntime.Types.ActorRuntimeStatus.Running, true), (metadata.ActorRuntime.RuntimeStatus, metadata.ActorRuntime.HostReady));
    }
}
