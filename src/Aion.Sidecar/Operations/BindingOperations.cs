using Aion.Sidecar.Components.Bindings;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Operations;

/// <summary>Output bindings for one app.</summary>
internal sealed class BindingOperations(SidecarApp app)
{
    public async ValueTask<BindingResponse> InvokeAsync(
        string name, string operation, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        if (!app.Runtime.Components.TryGetOutputBinding(app.AppId, name, out var binding))
            throw new DaprException(BindingErrors.InvokeFailed(name, $"couldn't find output binding {name}"));
        if (operation.Length == 0)
            throw new DaprException(BindingErrors.InvokeFailed(name, "operation field is missing from request"));
        if (!binding.Operations.Contains(operation))
        {
            var supported = string.Join(" ", binding.Operations);
            throw new DaprException(BindingErrors.InvokeFailed(
                name, $"binding {name} does not support operation {operation}. supported operations:{supported}"));
        }

        try
        {
            return await binding.InvokeAsync(operation, data, metadata, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(BindingErrors.InvokeFailed(name, error.Message));
        }
    }
}
