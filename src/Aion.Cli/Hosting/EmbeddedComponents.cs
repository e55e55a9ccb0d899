using System.Reflection;

namespace Aion.Cli.Hosting;

/// <summary>The files of components/embedded, which aionctl carries so that it works outside the repository.</summary>
internal static class EmbeddedComponents
{
    private const string Prefix = "components/";

    /// <summary>Writes them to the home's run folder, replacing what an older version left there.</summary>
    public static string Extract(AionHome home)
    {
        if (Directory.Exists(home.Components))
        {
            Directory.Delete(home.Components, recursive: true);
        }
        Directory.CreateDirectory(home.Components);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var source = assembly.GetManifestResourceStream(name)!;
            using var target = File.Create(Path.Combine(home.Components, name[Prefix.Length..]));
            source.CopyTo(target);
        }
        return home.Components;
    }
}
