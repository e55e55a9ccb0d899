namespace Aion.Sidecar.Components.Loading;

/// <summary>A component that is in use.</summary>
internal sealed record OpenComponent(ComponentModel Model, object Instance) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (Instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            (Instance as IDisposable)?.Dispose();
        }
    }
}
