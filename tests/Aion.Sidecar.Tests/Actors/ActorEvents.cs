using System.Collections.Concurrent;
using System.Threading.Channels;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>What happened in the actors of an app, and gates that hold their calls.</summary>
public sealed class ActorEvents
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];

    /// <summary>The tokens that the app's requests carried.</summary>
    public ConcurrentQueue<string> Tokens { get; } = new();

    public void Add(string text) => _events.Writer.TryWrite(text);

    public Task<string> NextAsync(string expected) => _events.NextAsync(expected);

    /// <summary>Waits until that happens; what happens before is left out.</summary>
    public async Task UntilAsync(string expected)
    {
        while (await NextAsync(expected) != expected)
        {
        }
    }

    public IReadOnlyList<string> Taken()
    {
        var taken = new List<string>();
        while (_events.Reader.TryRead(out var text))
            taken.Add(text);
        return taken;
    }

    public Task GateAsync(string name) => Gate(name).Task.Within30s($"gate {name} is opened");

    public void Open(string name) => Gate(name).TrySetResult();

    private TaskCompletionSource Gate(string name)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(name, out var gate))
                _gates[name] = gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return gate;
        }
    }
}
