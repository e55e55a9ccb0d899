using System.Text.Json;

namespace Aion.Sidecar.Components.Bindings.LocalStorage;

/// <summary>
/// bindings.localstorage: files in one folder.
/// https://docs.dapr.io/reference/components-reference/supported-bindings/localstorage/
/// </summary>
internal sealed class LocalStorageBinding(string rootPath) : IOutputBinding
{
    private const string FileName = "fileName";
    private const string UnfinishedPrefix = ".unfinished-";

    private static readonly BindingResponse Nothing = new(ReadOnlyMemory<byte>.Empty, new Dictionary<string, string>());

    private readonly ConfinedFolder folder = new(rootPath);

    public IReadOnlyList<string> Operations { get; } = ["create", "get", "delete", "list"];

    public async ValueTask<BindingResponse> InvokeAsync(
        string operation, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var name = metadata.GetValueOrDefault(FileName, "");
        return operation switch
        {
            "create" => await CreateAsync(name.Length == 0 ? Guid.NewGuid().ToString() : name, data, cancellationToken),
            "get" => await GetAsync(Required(name, operation), cancellationToken),
            "delete" => Delete(Required(name, operation)),
            "list" => List(name),
            _ => throw new NotSupportedException($"unsupported operation {operation}; known: {string.Join(", ", Operations)}"),
        };
    }

    /// <summary>Writes beside the file and then renames, so that a reader sees the old file or the new one and nothing between.</summary>
    private async ValueTask<BindingResponse> CreateAsync(string name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var path = folder.Resolve(name);
        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        var unfinished = Path.Combine(parent, UnfinishedPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            await File.WriteAllBytesAsync(unfinished, LocalStorageContent.Decode(data), cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return Json(new Dictionary<string, string> { [FileName] = folder.RelativePath(path) });
    }

    private async ValueTask<BindingResponse> GetAsync(string name, CancellationToken cancellationToken)
    {
        var path = folder.Resolve(name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"file not found: {path}");
        }

        return Nothing with { Data = await File.ReadAllBytesAsync(path, cancellationToken) };
    }

    private BindingResponse Delete(string name)
    {
        var path = folder.Resolve(name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"file not found: {path}");
        }

        File.Delete(path);
        return Nothing;
    }

    /// <summary>The absolute paths of all files below the folder, as daprd answers them.</summary>
    private BindingResponse List(string name)
    {
        var path = folder.Resolve(name);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"unable to list files as the file specified is not a directory: {path}");
        }

        // A link to a folder would lead out, or round in circles.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Json(Directory.EnumerateFiles(path, "*", options)
            .Where(file => !Path.GetFileName(file).StartsWith(UnfinishedPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));
    }

    private static string Required(string name, string operation) =>
        name.Length > 0 ? name : throw new ArgumentException($"operation {operation} needs the metadata {FileName}");

    private static BindingResponse Json<T>(T value) => Nothing with { Data = JsonSerializer.SerializeToUtf8Bytes(value) };
}
