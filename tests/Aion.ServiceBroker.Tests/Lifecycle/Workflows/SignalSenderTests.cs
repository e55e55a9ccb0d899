using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

public sealed class SignalSenderTests
{
    [Fact]
    public async Task Check_FailedOnce_LooksAgain()
    {
        var workflows = new GoneWorkflows();
        var state = LifecycleState.New("job", 1, DateTimeOffset.UnixEpoch);
        var sender = new SignalSender(
            "job", 1, workflows, (_, _) => new WorkflowMemory(state, [new InstanceSignal(SignalKind.Tick)]), TimeProvider.System, NullLogger.Instance, default);
        sender.Send(new InstanceSignal(SignalKind.Tick));
        await sender.Drained.WaitAsync(Within.Default);
        workflows.Answer = () => throw new RpcException(new Status(StatusCode.Unavailable, "told to fail"));
        await Assert.ThrowsAsync<RpcException>(sender.CheckAsync);

        workflows.Answer = () => false;
        await sender.CheckAsync();
        await sender.Drained.WaitAsync(Within.Default);

        Assert.Equal(1, workflows.Begun);
    }

    private sealed class GoneWorkflows : IInstanceWorkflows
    {
        public Func<bool> Answer { get; set; } = () => true;

        public int Begun { get; private set; }

        public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => Task.FromResult(new WorkflowTrace(Answer(), null));

        public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
        {
            Begun++;
            return Task.CompletedTask;
        }

        public Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct) => Task.FromResult(true);

        public Task PurgeAsync(string service, int number, CancellationToken ct) => Task.CompletedTask;
    }
}
