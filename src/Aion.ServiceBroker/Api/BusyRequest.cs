namespace Aion.ServiceBroker.Api;

/// <summary>Body of <c>PUT /api/v1/busy</c> and of the Dapr method <c>busy</c> of <c>aion-servicebroker</c>.</summary>
/// <param name="Service">The service's label; without it the instance is the caller, by the app id in <c>dapr-caller-app-id</c>.</param>
/// <param name="Number">Process number; default 1.</param>
/// <param name="Busy">Whether it must not be replaced now.</param>
/// <param name="Reason">With what, for people.</param>
public sealed record BusyRequest(string? Service, int? Number, bool Busy, string? Reason);
