using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aion.Sidecar.Components.Loading;

/// <summary>The YAML documents of the resource paths, which are files or folders (not searched deeper, as in daprd).</summary>
internal static class YamlFiles
{
    /// <summary>What messages call the top of a document.</summary>
    public const string Document = "the document";

    private static readonly string[] Extensions = [".yaml", ".yml"];

    public static IEnumerable<YamlMap> Read(IReadOnlyList<string> resourcePaths, LoadFailures failures) =>
        resourcePaths.SelectMany(path => FilesOf(path, failures)).Distinct(StringComparer.Ordinal).SelectMany(file => ReadFile(file, failures));

    private static IEnumerable<string> FilesOf(string path, LoadFailures failures)
    {
        if (Directory.Exists(path))
        {
            return Directory.EnumerateFiles(path)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal);
        }

        if (File.Exists(path))
        {
            return [path];
        }

        failures.Add(new SourceMark(path, 0, 0), "there is no such file or folder; name the folder that holds the component YAML files");
        return [];
    }

    private static List<YamlMap> ReadFile(string file, LoadFailures failures)
    {
        var maps = new List<YamlMap>();
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(file);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            var message = (exception.InnerException ?? exception).Message;
            failures.Add(new SourceMark(file, exception.Start.Line, exception.Start.Column), $"this is not valid YAML: {message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failures.Add(new SourceMark(file, 0, 0), $"the file cannot be read: {exception.Message}");
        }

        foreach (var root in stream.Documents.Select(document => document.RootNode))
        {
            if (root is YamlMappingNode mapping)
            {
                maps.Add(new YamlMap(mapping, file, Document, failures));
            }
            else if (root is not YamlScalarNode { Value: null or "" })
            {
                failures.Add(
                    new SourceMark(file, root.Start.Line, root.Start.Column),
                    $"the document is a {YamlMap.KindOf(root)}; write \"apiVersion: dapr.io/v1alpha1\" and \"kind: Component\"");
            }
        }

        return maps;
    }
}
