using Aion.StatusKanban.Projects;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Warns of a client whose queue nobody declares. Not at once: a service that was just started is often here before the news of
/// the project that declares it.
/// </summary>
internal sealed class UndeclaredNotice(CurrentProject project, TimeProvider time, ILogger<UndeclaredNotice> logger)
{
    /// <summary>How long a client waits before it is worth a warning.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks once, after <see cref="Patience"/>, unless the client is gone by then.</summary>
    /// <returns>Disposed when the client is gone.</returns>
    public IAsyncDisposable? Watch(QueueKey queue) =>
        project.WhyNotDeclared(queue) is null ? null : time.CreateTimer(_ => Warn(queue), null, Patience, Timeout.InfiniteTimeSpan);

    private void Warn(QueueKey queue)
    {
        if (project.WhyNotDeclared(queue) is { } why)
        {
            Log.Undeclared(logger, queue, why);
        }
    }
}
