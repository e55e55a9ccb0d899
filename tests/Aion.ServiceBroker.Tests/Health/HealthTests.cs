using Aion.Project.Model;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Tests.Platforms.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Aion.ServiceBroker.Tests.Health;

/// <summary>Monitors over manual time; what they ask is real.</summary>
public abstract class HealthTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly HealthMonitors _monitors;
    private readonly List<HealthVerdict> _verdicts = [];

    protected HealthTests() => _monitors = new HealthMonitors(
        Options.Create(new ServiceBrokerOptions { Home = _home.Path }), Time, NullLogger<HealthMonitors>.Instance);

    protected FakeTimeProvider Time { get; } = new();

    protected string Home => _home.Path;

    internal HealthMonitors Monitors => _monitors;

    internal TempFolder Folder => _home;

    /// <summary>What the callback was told so far.</summary>
    protected IReadOnlyList<HealthVerdict> Verdicts
    {
        get
        {
            lock (_verdicts)
            {
                return [.. _verdicts];
            }
        }
    }

    public void Dispose()
    {
        _monitors.Dispose();
        _home.Dispose();
    }

    protected IDisposable Start(HealthModel health, int number = 1) => _monitors.Start(
        TestPlatform.Spec(_home.Path, "true") with { Number = number }, health, verdict =>
        {
            lock (_verdicts)
            {
                _verdicts.Add(verdict);
            }
        });

    /// <summary>Waits for the check that is due now.</summary>
    protected async Task<HealthReport> CheckedAsync()
    {
        await Eventually.HoldsAsync(() => _monitors.Find("job", 1)?.LastAt == Time.GetUtcNow(), "the check that is due is done");
        return _monitors.Find("job", 1)!;
    }

    /// <summary>Lets time go by and waits for the check that is due then.</summary>
    protected async Task<HealthReport> AfterAsync(TimeSpan time)
    {
        // The check before has told its result, but may not have asked for its next turn yet.
        await Eventually.HoldsAsync(() => _monitors.Scheduled > 0, "the next check is scheduled");
        Time.Advance(time);
        return await CheckedAsync();
    }
}
