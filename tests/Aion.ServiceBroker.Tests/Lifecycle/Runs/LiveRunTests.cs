using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle.Runs;

namespace Aion.ServiceBroker.Tests.Lifecycle.Runs;

public sealed class LiveRunTests
{
    private readonly LiveRun _run = new(1, null!, null!);
    private readonly List<Checks> _begun = [];

    [Fact]
    public void Check_OfTheSameAgain_GoesOn()
    {
        Check("true");
        Check("true");
        Assert.False(Assert.Single(_begun).Ended);
        Check("false");
        Check(null);
        Assert.Equal([true, true], _begun.Select(c => c.Ended));
    }

    [Fact]
    public void Check_AfterItsEnd_BeginsNothing()
    {
        Check("true");
        _run.EndChecks();
        Check("false");
        Assert.True(Assert.Single(_begun).Ended);
    }

    private void Check(string? command) => _run.Check(command is null ? null : new HealthModel { Command = [command] }, _ =>
    {
        _begun.Add(new Checks());
        return _begun[^1];
    });

    private sealed class Checks : IDisposable
    {
        public bool Ended { get; private set; }

        public void Dispose() => Ended = true;
    }
}
