using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Aion.Testing;

/// <summary>
/// Hosts that tests build, here and in processes of their own, watch no settings files: a user has only so many watches
/// (Linux: fs.inotify.max_user_instances, often 128), and all tests of a machine share them.
/// </summary>
internal static class NoFileWatches
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A test cannot know what was built before it.")]
    internal static void Begin() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
