using System.Text.Json;
using Aion.Sidecar.Components.Loading;

namespace Aion.Sidecar.Components.Secrets.Local;

/// <summary>
/// secretstores.local.file: secrets of a JSON file, read once.
/// https://docs.dapr.io/reference/components-reference/supported-secret-stores/file-secret-store/
/// </summary>
internal sealed class LocalFileSecretStore : ISecretStore, IReportsCapabilities
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> secrets;

    private LocalFileSecretStore(Dictionary<string, IReadOnlyDictionary<string, string>> secrets, bool multiValued)
    {
        this.secrets = secrets;
        Capabilities = multiValued ? ["MULTIPLE_KEY_VALUES_PER_SECRET"] : [];
    }

    public IReadOnlyList<string> Capabilities { get; }

    /// <param name="path">The JSON file; its top is an object.</param>
    /// <param name="nestedSeparator">Joins the names of nested objects and the numbers of list items.</param>
    /// <param name="multiValued">True: a top-level object is one secret of several keys. False: every value is a secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The file is not a JSON object.</exception>
    public static async ValueTask<LocalFileSecretStore> OpenAsync(string path, string nestedSeparator, bool multiValued, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var flattener = new JsonFlattener(nestedSeparator);
                return new LocalFileSecretStore(multiValued ? ReadSeveral(document.RootElement, flattener) : ReadFlat(document.RootElement, flattener), multiValued);
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not JSON: {exception.Message}", exception);
        }

        throw new InvalidDataException($"{path} is not a JSON object; write {{ \"name\": \"value\" }}");
    }

    public ValueTask<IReadOnlyDictionary<string, string>?> GetAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(secrets.GetValueOrDefault(name));

    public ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(secrets);

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadFlat(JsonElement root, JsonFlattener flattener) =>
        flattener.Flatten(root).ToDictionary(
            pair => pair.Key, pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { [pair.Key] = pair.Value }, StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadSeveral(JsonElement root, JsonFlattener flattener) =>
        root.EnumerateObject().ToDictionary(
            property => property.Name,
            property => (IReadOnlyDictionary<string, string>)(property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? flattener.Flatten(property.Value)
                : new Dictionary<string, string> { [property.Name] = JsonFlattener.TextOf(property.Value) }),
            StringComparer.Ordinal);
}
