using Aion.Contracts.State;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Queues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class UndeclaredNoticeTests : ILogger<UndeclaredNotice>
{
    private readonly FakeTimeProvider _time = new();
    private readonly CurrentProject _project = new();
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task Watch_DeclaredMeanwhile_SaysNothing()
    {
        await using var notice = Notice.Watch(new QueueKey("judge", 1));
        _time.Advance(UndeclaredNotice.Patience - TimeSpan.FromTicks(1));
        _project.Value = Project("judge");
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Watch_StillUndeclared_WarnsOnceOfWhatIsWrongThen()
    {
        await using var notice = Notice.Watch(new QueueKey("judge", 1));
        _project.Value = Project("measure");
        _time.Advance(UndeclaredNotice.Patience);
        _time.Advance(UndeclaredNotice.Patience);
        Assert.Equal(["A client waits for queue judge-001, which no project declares: it has measure"], _warnings);
    }

    [Fact]
    public async Task Watch_ClientGone_SaysNothing()
    {
        await using (Notice.Watch(new QueueKey("judge", 1)))
        {
        }

        _time.Advance(UndeclaredNotice.Patience);
        Assert.Empty(_warnings);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _warnings.Add(formatter(state, exception));

    private UndeclaredNotice Notice => new(_project, _time, this);

    private static AppliedProject Project(string service) => new(1, "here", [new(service, 1, false, AcknowledgeModes.Delivery)]);
}
