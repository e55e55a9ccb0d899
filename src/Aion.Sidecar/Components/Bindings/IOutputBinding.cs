namespace Aion.Sidecar.Components.Bindings;

/// <summary>An output binding component.</summary>
public interface IOutputBinding
{
    /// <summary>The operations that <see cref="InvokeAsync"/> takes, as Dapr names them: create, get, delete, list...</summary>
    IReadOnlyList<string> Operations { get; }

    ValueTask<BindingResponse> InvokeAsync(
        string operation, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);
}
