using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Gives every instance a daprd, itself a process that a later run adopts or ends; its home is <c>$AION_HOME/sidecars</c>.</summary>
public sealed class DaprdSidecarLauncher : ISidecarLauncher, IDisposable
{
    private readonly ServiceBrokerOptions _options;
    private readonly ProcessPlatform _platform;
    private readonly Dictionary<string, IRunningInstance> _running = [];
    private bool _leftoversEnded;

    /// <summary>Nothing is started yet.</summary>
    public DaprdSidecarLauncher(IOptions<ServiceBrokerOptions> options, TimeProvider time, ILogger<ProcessPlatform> logger)
    {
        _options = options.Value;
        var own = Options.Create(_options with { Home = Path.Combine(_options.Home, "sidecars") });
        _platform = new ProcessPlatform(own, new NoSidecarLauncher(), new InstanceLogs(own), time, logger);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct)
    {
        var ports = request.Previous is { } previous && previous.TryGetValue("DAPR_HTTP_PORT", out var http)
            && previous.TryGetValue("DAPR_GRPC_PORT", out var grpc) ? (http, grpc) : (FreePort(), FreePort());
        var spec = Spec(request, ports);
        if (request.Previous is null && !_leftoversEnded)
        {
            // Instances that left a record may still be taken over, in any order; every other daprd belongs to nobody.
            _leftoversEnded = true;
            await _platform.EndLeftoversAsync(Recorded(), ct);
        }

        var sidecar = request.Previous is null ? null : await _platform.AdoptAsync(spec, ct);
        lock (_running)
        {
            _running.Remove(request.AppId);
        }

        sidecar ??= await _platform.StartAsync(spec, ct);
        lock (_running)
        {
            _running[request.AppId] = sidecar;
        }

        return new Dictionary<string, string> { ["DAPR_HTTP_PORT"] = ports.Item1, ["DAPR_GRPC_PORT"] = ports.Item2 };
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(string appId, CancellationToken ct)
    {
        IRunningInstance? sidecar;
        lock (_running)
        {
            _running.Remove(appId, out sidecar);
        }

        if (sidecar is not null)
        {
            await sidecar.StopAsync(_options.StopGrace);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _platform.Dispose();

    private InstanceSpec Spec(SidecarRequest request, (string Http, string Grpc) ports)
    {
        List<string> command =
        [
            _options.DaprdPath!, "--app-id", request.AppId, "--dapr-http-port", ports.Http, "--dapr-grpc-port", ports.Grpc,
            "--dapr-listen-addresses", "127.0.0.1", "--enable-metrics=false", "--placement-host-address=", "--scheduler-host-address=",
        ];
        if (_options.DaprdResources is { } resources)
        {
            command.AddRange(["--resources-path", resources]);
        }

        if (request.AppPort is { } port)
        {
            command.AddRange(["--app-port", port.ToString(CultureInfo.InvariantCulture), "--app-protocol", request.AppProtocol]);
        }

        return new InstanceSpec
        {
            Service = "daprd",
            Number = 1,
            Name = request.AppId,
            Command = command,
            WorkingDirectory = _options.Home,
            Environment = new Dictionary<string, string>(),
        };
    }

    private HashSet<string> Recorded() => new InstanceRecordStore(Path.Combine(_options.Home, "run", "instances"))
        .LoadAll().Select(record => record.Name).ToHashSet(StringComparer.Ordinal);

    private static string FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
    }
}
