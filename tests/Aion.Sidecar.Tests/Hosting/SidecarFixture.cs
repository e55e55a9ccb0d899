using Aion.Testing;
using Dapr.Client;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Generated = Dapr.Client.Autogen.Grpc.v1;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>A sidecar host over components in memory; an unexpected error in its log fails the test.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    public const string Components = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: pubsub }
        spec: { type: pubsub.in-memory, version: v1 }
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: store }
        spec: { type: state.in-memory, version: v1 }
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: shared }
        spec:
          type: state.in-memory
          version: v1
          metadata:
            - { name: keyPrefix, value: name }
        """;

    private readonly TempDirectory _folder = new();
    private readonly ErrorLog _log = new();
    private readonly List<IDisposable> _clients = [];

    public SidecarHost Host { get; private set; } = null!;

    public TempDirectory Folder => _folder;

    /// <summary>More YAML for the host, given before it starts.</summary>
    public string MoreResources { get; init; } = "";

    public ErrorLog Log => _log;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public async Task InitializeAsync()
    {
        _folder.Write("resources/components.yaml", Components);
        if (MoreResources.Length > 0)
            _folder.Write("resources/more.yaml", MoreResources);
        await StartAsync();
    }

    /// <summary>Ends the host and starts it anew over the same data.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        await StartAsync();
    }

    private async Task StartAsync() =>
        Host = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            DataDirectory = _folder.Combine("data"),
            ResourcePaths = [_folder.Combine("resources")],
            LoggerFactory = LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Warning)),
            TimeProvider = Time,
        });

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Host.DisposeAsync();
        _folder.Dispose();
        _log.Verify();
    }

    public Task<SidecarEndpoint> AddAsync(string appId) => Host.AddAppAsync(new SidecarAppOptions { AppId = appId });

    /// <summary>A sidecar for an app that is (or will be) at the port.</summary>
    public Task<SidecarEndpoint> AddAsync(string appId, int port, AppProtocol protocol = AppProtocol.Http) =>
        Host.AddAppAsync(new SidecarAppOptions { AppId = appId, AppPort = port, AppProtocol = protocol });

    public DaprClient Client(SidecarEndpoint endpoint, string? token = null)
    {
        var builder = new DaprClientBuilder().UseHttpEndpoint(endpoint.HttpEndpoint.ToString()).UseGrpcEndpoint(endpoint.GrpcEndpoint.ToString());
        var client = (token is null ? builder : builder.UseDaprApiToken(token)).Build();
        _clients.Add(client);
        return client;
    }

    public HttpClient Http(SidecarEndpoint endpoint)
    {
        var client = new HttpClient { BaseAddress = endpoint.HttpEndpoint };
        _clients.Add(client);
        return client;
    }

    public GrpcChannel Channel(SidecarEndpoint endpoint)
    {
        var channel = GrpcChannel.ForAddress(endpoint.GrpcEndpoint);
        _clients.Add(channel);
        return channel;
    }

    /// <summary>The client that Dapr generates: wire details that DaprClient hides.</summary>
    public Generated.Dapr.DaprClient Raw(SidecarEndpoint endpoint) => new(Channel(endpoint));
}
