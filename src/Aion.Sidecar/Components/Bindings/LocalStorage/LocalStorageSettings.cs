using Aion.Sidecar.Components.Loading;

namespace Aion.Sidecar.Components.Bindings.LocalStorage;

/// <summary>Metadata of bindings.localstorage.</summary>
/// <param name="RootPath">rootPath: the folder that holds all files; made when it is missing.</param>
internal sealed record LocalStorageSettings(string RootPath)
{
    /// <summary>Folders of the system that daprd refuses as well.</summary>
    private static readonly string[] Refused = ["/proc", "/sys", "/boot", "/var/run/secrets"];

    public static LocalStorageSettings Read(MetadataReader metadata)
    {
        metadata.Allow("direction", "route");
        var settings = new LocalStorageSettings(metadata.Required("rootPath"));
        if (Array.Exists(Refused, settings.IsIn))
        {
            metadata.Fail("rootPath", "is a folder of the system; choose another");
        }

        return settings;
    }

    private bool IsIn(string folder) => RootPath == folder || RootPath.StartsWith(folder + "/", StringComparison.Ordinal);
}
