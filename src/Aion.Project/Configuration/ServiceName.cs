namespace Aion.Project.Configuration;

/// <summary>The parts of a microservice's name: <c>path/label:tag</c>.</summary>
internal static class ServiceName
{
    /// <summary>AION's rule: the last part of the path, up to its first colon.</summary>
    public static string LabelOf(string name)
    {
        string last = name[(name.LastIndexOf('/') + 1)..];
        int colon = last.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? last : last[..colon];
    }

    /// <summary>The tag in the name, or null. A registry's port is before the last slash and no tag.</summary>
    public static string? TagOf(string name)
    {
        int colon = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return colon < 0 ? null : name[(colon + 1)..];
    }

    /// <summary>The name without its tag.</summary>
    public static string ImageOf(string name) => TagOf(name) is { } tag ? name[..^(tag.Length + 1)] : name;
}
