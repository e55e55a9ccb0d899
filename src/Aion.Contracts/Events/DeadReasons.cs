namespace Aion.Contracts.Events;

/// <summary>The codes of the attribute <c>reason</c> in kanban.dead.</summary>
public static class DeadReasons
{
    /// <summary>The sender has no next service for the connection key, and no default.</summary>
    public const string NoRoute = "no-route";

    /// <summary>The next service is not in the project.</summary>
    public const string NoSuchService = "no-such-service";

    /// <summary>The process number is beyond the next service's scale.</summary>
    public const string NoSuchNumber = "no-such-number";

    /// <summary>It was tried too often.</summary>
    public const string Poison = "poison";

    /// <summary>It waited longer than it may.</summary>
    public const string Expired = "expired";

    /// <summary>The microservice said that it cannot use it.</summary>
    public const string Rejected = "rejected";

    /// <summary>It is for a device that the project does not name.</summary>
    public const string RemoteUnknownDevice = "remote-unknown-device";

    /// <summary>It is not a kanban: the data cannot be read.</summary>
    public const string Invalid = "invalid";
}
