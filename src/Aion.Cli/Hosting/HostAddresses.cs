namespace Aion.Cli.Hosting;

/// <summary>Where a host listens.</summary>
/// <param name="Api">service-broker's HTTP API.</param>
/// <param name="Projects">service-broker's gRPC <c>projectpb.Project</c>.</param>
/// <param name="Kanbans">status-kanban's gRPC <c>kanbanpb.Kanban</c>; all are the same.</param>
/// <param name="Sidecars">HTTP endpoints of the platform's own sidecars by app id.</param>
internal sealed record HostAddresses(Uri Api, Uri Projects, IReadOnlyList<Uri> Kanbans, IReadOnlyDictionary<string, Uri> Sidecars);
