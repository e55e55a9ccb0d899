namespace Aion.Project;

/// <summary>What a compilation may assume.</summary>
public sealed record CompileOptions
{
    /// <summary>All defaults: any platform, this machine's name, no look at the disk.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>Where the project will run; decides which platform's rules apply. Default <see cref="TargetPlatform.Any"/>.</summary>
    public TargetPlatform Platform { get; init; }

    /// <summary>The device's name when the file has no <c>deviceName</c>. Default: the host name in lower case.</summary>
    public string DefaultDeviceName { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>
    /// The folder of project.yml. With <see cref="TargetPlatform.Processes"/>, <c>directoryPath</c> must exist in it.
    /// Null (default): the disk is not looked at. <see cref="ProjectCompiler.CompileFile"/> sets it.
    /// </summary>
    public string? ProjectDirectory { get; init; }
}
