namespace Aion.Sidecar.Components.Loading;

/// <summary>A declared subscription and the app ids that it is for; no scopes: all apps.</summary>
internal sealed record ScopedSubscription(SourceMark Mark, DeclarativeSubscription Subscription, IReadOnlyList<string> Scopes);
