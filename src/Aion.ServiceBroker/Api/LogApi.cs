using Aion.ServiceBroker.Platforms.Processes.Logs;
using Aion.ServiceBroker.Projects;

namespace Aion.ServiceBroker.Api;

/// <summary>Streams the log of one instance as text: the last lines, then, on request, what is added.</summary>
internal static class LogApi
{
    private const int DefaultTail = 200;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static async Task StreamAsync(
        HttpContext context, AppliedProjects projects, InstanceLogs logs, TimeProvider time, IHostApplicationLifetime host, string service,
        int number, bool follow = false, int tail = DefaultTail)
    {
        if (projects.Current.Project.FindService(service) is not { } known || number < 1 || number > known.Scale)
        {
            await Results.Problem($"There is no instance {number} of '{service}'.", statusCode: StatusCodes.Status404NotFound)
                .ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        var reader = new InstanceLogReader(logs.PathOf(known.InstanceName(number)));
        // A server that stops waits for its requests, and one that follows would never end by itself.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var ct = end.Token;
        try
        {
            await reader.CopyTailAsync(Math.Max(0, tail), context.Response.Body, ct);
            while (follow)
            {
                await context.Response.Body.FlushAsync(ct);
                await Task.Delay(PollInterval, time, ct);
                await reader.CopyNewAsync(context.Response.Body, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }
}
