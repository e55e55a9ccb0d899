namespace Aion.Client.Busy;

/// <summary>What service-broker's method <c>busy</c> takes.</summary>
internal sealed record BusyMessage(string Service, int Number, bool Busy, string? Reason);
