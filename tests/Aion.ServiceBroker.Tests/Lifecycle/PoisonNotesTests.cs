using Aion.Contracts.Events;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aion.ServiceBroker.Tests.Lifecycle;

public sealed class PoisonNotesTests
{
    private readonly KnownInstance _instance = new();

    [Theory]
    [InlineData("judge", 2)]
    [InlineData("", 0)]
    public async Task Settle_LetterFromAQueue_TellsTheInstanceOfTheQueueWhateverTheLetterNames(string service, int number)
    {
        using var senders = new SignalSenders(_instance, TimeProvider.System, NullLogger<SignalSenders>.Instance) { Instances = _instance };
        senders.Open("judge", 2, new InstanceSignal(SignalKind.Reconcile));
        var letter = new DeadLetter(
            "letter", "kanban", service, number, "", DeadReasons.Poison, "", Topics.Before("judge", 2), 3, DateTimeOffset.UnixEpoch, default);

        new PoisonNotes(senders).Settle([letter, letter with { KanbanId = "other", Reason = DeadReasons.Rejected }]);

        await senders.SentAsync("judge", 2).Within30s("the signals are sent");
        Assert.Equal([SignalKind.Reconcile, SignalKind.PoisonSettled], _instance.Signals.Select(signal => signal.Kind));
        Assert.Equal(["kanban"], _instance.Signals[1].SetAside);
    }

    private sealed class KnownInstance : IInstanceWorkflows, ISignalledInstances
    {
        public List<InstanceSignal> Signals { get; } = [];

        public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => Task.FromResult(new WorkflowTrace(true, null));

        public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct) => throw new NotSupportedException();

        public Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
        {
            Signals.AddRange(signals);
            return Task.FromResult(true);
        }

        public Task EndAsync(string service, int number, CancellationToken ct) => throw new NotSupportedException();

        public long? HandledOf(string service, int number) => 0;

        public WorkflowMemory? MemoryOf(string service, int number) => null;
    }
}
