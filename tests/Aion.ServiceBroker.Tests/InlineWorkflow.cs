using System.Threading.Channels;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Tests;

/// <summary>One machine with its loop.</summary>
internal sealed class InlineWorkflow : IDisposable
{
    private readonly Channel<InstanceSignal> _signals = Channel.CreateUnbounded<InstanceSignal>();
    private readonly CancellationTokenSource _end = new();
    private readonly Func<InstanceEffect, Task<InstanceSignal>> _carryOut;
    private readonly Action<LifecycleState> _changed;
    private LifecycleState _state;

    public InlineWorkflow(LifecycleState state, Func<InstanceEffect, Task<InstanceSignal>> carryOut, Action<LifecycleState> changed)
    {
        (_state, _carryOut, _changed) = (state, carryOut, changed);
        Loop = Task.Run(RunAsync);
    }

    public Task Loop { get; }

    public void Add(IReadOnlyList<InstanceSignal> signals)
    {
        foreach (var signal in signals)
        {
            _signals.Writer.TryWrite(signal);
        }
    }

    public void Dispose() => _end.Cancel();

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            for (InstanceSignal? signal = await NextAsync(); signal is not null && !_end.IsCancellationRequested;)
            {
                var step = InstanceMachine.Reduce(_state, signal, TimeProvider.System.GetUtcNow());
                _state = step.State;
                _changed(_state);
                signal = step.Effect is null ? null : await _carryOut(step.Effect);
            }
        }
    }

    private async Task<InstanceSignal?> NextAsync()
    {
        using var due = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        if (_state.Due is { } at)
        {
            var wait = at - TimeProvider.System.GetUtcNow();
            due.CancelAfter(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }

        try
        {
            return await _signals.Reader.ReadAsync(due.Token);
        }
        catch (OperationCanceledException)
        {
            return _end.IsCancellationRequested ? null : new InstanceSignal(SignalKind.Tick);
        }
    }
}
