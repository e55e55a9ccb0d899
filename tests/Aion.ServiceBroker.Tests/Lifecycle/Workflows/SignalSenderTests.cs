using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

public sealed class SignalSenderTests
{
    private readonly FakeWorkflows _workflows = new();
    private readonly KnownInstance _instance = new();
    private readonly SignalSender _sender;
    private long _order;

    public SignalSenderTests() => _sender = new SignalSender(
        "job", 1, _workflows, _instance, () => ++_order, TimeProvider.System, NullLogger.Instance, default);

    [Fact]
    public async Task Check_FailedOnce_LooksAgain()
    {
        await SendAsync(SignalKind.Tick);
        _workflows.Lives = () => throw new RpcException(new Status(StatusCode.Unavailable, "told to fail"));
        await Assert.ThrowsAsync<RpcException>(_sender.CheckAsync);

        _workflows.Lives = () => false;
        await CheckAsync();

        Assert.Equal(1, _workflows.Begun);
    }

    [Fact]
    public async Task Check_WorkflowIsGone_TheNextGetsWhatItDidNotComeTo()
    {
        await SendAsync(SignalKind.Wake);
        await SendAsync(SignalKind.StopByHand);
        await SendAsync(SignalKind.StartByHand);
        _instance.Handled = 1;
        _workflows.Lives = () => false;
        await CheckAsync();

        Assert.Equal([SignalKind.Reconcile, SignalKind.StopByHand, SignalKind.StartByHand], _workflows.First.Select(s => s.Kind));
        Assert.Equal([0, 2, 3], _workflows.First.Select(s => s.Order));
    }

    [Fact]
    public async Task Check_WorkflowLivesAndIsSlow_IsLookedAtAgain()
    {
        await SendAsync(SignalKind.StopByHand);
        await CheckAsync();
        _workflows.Lives = () => false;
        await CheckAsync();

        Assert.Equal([SignalKind.Reconcile, SignalKind.StopByHand], _workflows.First.Select(s => s.Kind));
    }

    [Fact]
    public async Task Check_InstanceWasTakenAway_BeginsNothing()
    {
        await SendAsync(SignalKind.Remove);
        _instance.Handled = null;
        _workflows.Lives = () => false;
        await CheckAsync();

        Assert.Equal(0, _workflows.Begun);
    }

    [Fact]
    public async Task Send_WorkflowWasDeleted_TheNextGetsAllThatIsNotHandled()
    {
        await SendAsync(SignalKind.StopByHand);
        _workflows.Lives = () => false;
        await SendAsync(SignalKind.StartByHand);

        Assert.Equal([SignalKind.Reconcile, SignalKind.StopByHand, SignalKind.StartByHand], _workflows.First.Select(s => s.Kind));
    }

    private Task SendAsync(SignalKind kind)
    {
        _sender.Send(new InstanceSignal(kind));
        return _sender.Drained.WaitAsync(Within.Default);
    }

    private async Task CheckAsync()
    {
        await _sender.CheckAsync();
        await _sender.Drained.WaitAsync(Within.Default);
    }

    private sealed class KnownInstance : ISignalledInstances
    {
        public long? Handled { get; set; } = 0;

        public long? HandledOf(string service, int number) => Handled;

        public WorkflowMemory? MemoryOf(string service, int number) =>
            new(LifecycleState.New(service, number, DateTimeOffset.UnixEpoch), [new InstanceSignal(SignalKind.Reconcile)]);
    }

    private sealed class FakeWorkflows : IInstanceWorkflows
    {
        public Func<bool> Lives { get; set; } = () => true;

        public int Begun { get; private set; }

        /// <summary>With what the last one began.</summary>
        public IReadOnlyList<InstanceSignal> First { get; private set; } = [];

        public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => Task.FromResult(new WorkflowTrace(Lives(), null));

        public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
        {
            Begun++;
            First = signals;
            return Task.CompletedTask;
        }

        public Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct) => Task.FromResult(Lives());

        public Task EndAsync(string service, int number, CancellationToken ct) => Task.CompletedTask;
    }
}
