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
}
