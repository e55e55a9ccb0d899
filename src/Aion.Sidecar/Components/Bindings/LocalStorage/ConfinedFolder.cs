namespace Aion.Sidecar.Components.Bindings.LocalStorage;

/// <summary>A folder that names from outside cannot leave, neither by .. nor by a symbolic link.</summary>
internal sealed class ConfinedFolder
{
    private readonly string root;

    public ConfinedFolder(string path)
    {
        Directory.CreateDirectory(path);
        root = RealPath(path);
    }

    /// <summary>The absolute path of a name in the folder; an empty name is the folder itself.</summary>
    /// <exception cref="UnauthorizedAccessException">The name leads out of the folder.</exception>
    public string Resolve(string name)
    {
        var current = root;
        foreach (var part in name.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part == ".." || part.Contains('\0'))
            {
                throw Outside(name);
            }

            current = Path.Combine(current, part);
            if (IsLink(current) && !IsInside(RealPath(current)))
            {
                throw Outside(name);
            }
        }

        return current;
    }

    public string RelativePath(string path) => Path.GetRelativePath(root, path);

    private bool IsInside(string path) => path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>The path with every symbolic link in it followed.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        foreach (var part in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            if (IsLink(current))
            {
                // The target may run through links itself.
                current = RealPath(new FileInfo(current).ResolveLinkTarget(returnFinalTarget: true)!.FullName);
            }
        }

        return current;
    }

    private static UnauthorizedAccessException Outside(string name) =>
        new($"fileName \"{name}\" leads out of rootPath; name a file in it");
}
