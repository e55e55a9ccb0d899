namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Gives every instance the sidecar that Dapr gives every app.</summary>
public interface ISidecarLauncher
{
    /// <summary>
    /// Makes a sidecar available. For an app id that has one already it replaces it or returns the one there is.
    /// </summary>
    /// <returns>The <c>DAPR_*</c> variables that lead the instance to it.</returns>
    /// <exception cref="InstanceStartException">It cannot be started; the message is the cause.</exception>
    ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct);

    /// <summary>Ends the sidecar of an instance that has ended. An unknown app id is no error.</summary>
    ValueTask StopAsync(string appId, CancellationToken ct);

    /// <summary>
    /// Counts a crash of an instance that subscribes to its queue by itself against the kanbans that its sidecar had handed to
    /// it. Told before the next start, while it has no sidecar; a run that is told again is not counted again.
    /// </summary>
    /// <param name="appId">Dapr app id.</param>
    /// <param name="queue">The topic of its queue.</param>
    /// <param name="run">Which start of the instance ended so.</param>
    /// <param name="cause">How, in one line.</param>
    /// <param name="ct">Ends the wait; the crash may have been counted.</param>
    /// <returns>The kanbans that are set aside because of it: none where sidecars do not say what they handed out, as daprd.</returns>
    ValueTask<IReadOnlyList<string>> ReportCrashAsync(string appId, string queue, int run, string cause, CancellationToken ct) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
