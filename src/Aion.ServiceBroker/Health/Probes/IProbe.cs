namespace Aion.ServiceBroker.Health.Probes;

/// <summary>One way to ask an instance whether it is well.</summary>
internal interface IProbe : IDisposable
{
    /// <summary>What is asked, for people: <c>GET http://127.0.0.1:8080/healthz</c>.</summary>
    string Name { get; }

    /// <summary>Failures in a row that count, where this probe has a rule of its own; null: as the project says.</summary>
    int? Failures => null;

    /// <summary>Asks once. Faults only by cancellation.</summary>
    Task<ProbeAnswer> AskAsync(CancellationToken ct);
}
