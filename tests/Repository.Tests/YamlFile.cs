using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>Reads a YAML file of the repository by keys and list positions.</summary>
internal static class YamlFile
{
    public static YamlMappingNode Load(string relative)
    {
        using var reader = new StreamReader(RepositoryTree.PathOf(relative));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    public static IEnumerable<YamlMappingNode> List(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Cast<YamlMappingNode>() : [];

    public static YamlMappingNode Map(this YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    public static string? Text(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;
}
