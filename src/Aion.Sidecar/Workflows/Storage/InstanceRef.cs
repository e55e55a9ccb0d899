namespace Aion.Sidecar.Workflows.Storage;

/// <summary>A stored instance.</summary>
/// <param name="App">The app id whose worker runs it.</param>
/// <param name="Id">Its instance id, unique in the app.</param>
/// <param name="Key">Its key in the store; an instance that is made anew under the same id has another one.</param>
internal readonly record struct InstanceRef(string App, string Id, long Key);
