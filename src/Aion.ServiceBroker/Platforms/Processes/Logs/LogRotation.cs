namespace Aion.ServiceBroker.Platforms.Processes.Logs;

/// <summary>Looks at the log files four times a second while one of them grows, and once a second while none does.</summary>
internal sealed class LogRotation(InstanceLogs logs, TimeProvider time, ILogger<LogRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Growing = TimeSpan.FromMilliseconds(250);

    /// <summary>No longer: what is written until the next look is what a flood that begins may overshoot the limit by.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Growing, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var interval = Rotate() ? Growing : Quiet;
                if (timer.Period != interval)
                {
                    timer.Period = interval;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>Whether a file grew.</summary>
    private bool Rotate()
    {
        try
        {
            return logs.RotateAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.RotationFailed(logger, e.Message);
            return true;
        }
    }
}
