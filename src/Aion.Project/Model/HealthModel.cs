namespace Aion.Project.Model;

/// <summary>How the health of an instance is asked. Exactly one of the four probes is set.</summary>
public sealed record HealthModel
{
    /// <summary>GET that must answer 2xx or 3xx; null: another probe.</summary>
    public HttpProbeModel? Http { get; init; }

    /// <summary>grpc.health.v1 check that must answer SERVING; null: another probe.</summary>
    public GrpcProbeModel? Grpc { get; init; }

    /// <summary>Program and arguments that must exit 0, run in the service's directory; empty: another probe.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Healthy while a kanban passed within this time; null: another probe.</summary>
    public TimeSpan? KanbanWithin { get; init; }

    /// <summary>Time between two checks. Default 10 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one answer. Default 3 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Failed checks in a row that make it unhealthy. Default 3.</summary>
    public int Failures { get; init; } = 3;
}
