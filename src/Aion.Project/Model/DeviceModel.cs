namespace Aion.Project.Model;

/// <summary>How another device is reached.</summary>
public sealed record DeviceModel
{
    /// <summary>The key in <c>devices</c>.</summary>
    public required string Name { get; init; }

    /// <summary>IP address or host name.</summary>
    public required string Addr { get; init; }

    /// <summary>Default <c>/var/lib/aion</c>.</summary>
    public string AionHome { get; init; } = "/var/lib/aion";

    /// <summary>Default 22.</summary>
    public int SshPort { get; init; } = 22;

    /// <summary>Default <c>aion</c>.</summary>
    public string Username { get; init; } = "aion";

    /// <summary>Default <c>aion</c>.</summary>
    public string Password { get; init; } = "aion";
}
