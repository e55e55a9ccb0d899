namespace Aion.ServiceBroker.Platforms.Processes.Logs;

/// <summary>Looks at the log files four times a second.</summary>
internal sealed class LogRotation(InstanceLogs logs, TimeProvider time, ILogger<LogRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Rotate();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Rotate()
    {
        try
        {
            logs.RotateAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.RotationFailed(logger, e.Message);
        }
    }
}
