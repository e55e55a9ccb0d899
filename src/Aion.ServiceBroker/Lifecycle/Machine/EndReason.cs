namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Why a running process is ended.</summary>
internal enum EndReason
{
    /// <summary>Its service is no longer in the project.</summary>
    Removal,

    /// <summary>Somebody stopped it.</summary>
    ByHand,

    /// <summary>Its definition changed.</summary>
    Update,

    /// <summary>The update that it came with did not become healthy.</summary>
    Rollback,

    /// <summary>Somebody restarts it.</summary>
    Restart,

    /// <summary>It said that its work is done.</summary>
    Finish,

    /// <summary>It failed its health checks.</summary>
    Unhealthy,

    /// <summary>A service that it depends on was started again.</summary>
    Dependency,
}
