namespace Aion.Project.Configuration;

/// <summary>One entry of <c>devices</c>.</summary>
internal sealed record DeviceConfig
{
    public required Written<string> Name { get; init; }

    public Written<string>? Addr { get; init; }

    public Written<string>? AionHome { get; init; }

    public Written<int>? SshPort { get; init; }

    public Written<string>? Username { get; init; }

    public Written<string>? Password { get; init; }
}
