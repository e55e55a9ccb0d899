namespace Aion.ServiceDefaults;

/// <summary>Which app this is.</summary>
/// <param name="AppId">The Dapr app id.</param>
public sealed record AppIdentity(string AppId);
