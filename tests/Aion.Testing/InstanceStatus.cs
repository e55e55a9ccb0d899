namespace Aion.Testing;

/// <summary>One instance of a microservice as service-broker reports it.</summary>
/// <param name="Service">Its label.</param>
/// <param name="Number">Its process number, from 1.</param>
/// <param name="State">Such as running.</param>
/// <param name="Pid">The process id while it runs.</param>
public sealed record InstanceStatus(string Service, int Number, string State, int? Pid);
