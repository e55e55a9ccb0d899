using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.ServiceBroker.Cluster;

/// <summary>
/// Keeps what workers reach apart from everything else: their port is open to the network, and the broker's APIs, which start
/// programs, are not for it. A connection knows by which port it came; the Host header says what its sender likes.
/// </summary>
internal static class ClusterPort
{
    private const string ServicePath = "/clusterpb.Cluster";

    /// <summary>Makes it the workers' port, with TLS when there is a certificate.</summary>
    public static void Mark(ListenOptions listen, ClusterOptions options)
    {
        if (options.Certificate is not null)
        {
            listen.UseHttps(ClusterCertificates.OfMaster(options, out var problem) ?? throw new InvalidOperationException(problem));
        }

        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            connection.Features.Set(Marker.Instance);
            return next(connection);
        });
    }

    /// <summary>404 for everything but clusterpb on the workers' port, and for clusterpb on the others.</summary>
    public static void UseClusterPort(this WebApplication app) => app.Use(static (context, next) =>
    {
        // As routes are matched, whatever the letters' case.
        var forWorkers = context.Request.Path.StartsWithSegments(ServicePath, StringComparison.OrdinalIgnoreCase);
        if (forWorkers == (context.Features.Get<Marker>() is not null))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private sealed class Marker
    {
        public static Marker Instance { get; } = new();
    }
}
