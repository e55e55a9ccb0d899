using System.Net;
using System.Net.Sockets;
using System.Text;
using Aion.ServiceBroker;
using Aion.ServiceBroker.Platforms;
using Aion.Sidecar;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aion.Bench.Fleet;

/// <summary>The broker on its sidecar, whole but for the platform.</summary>
internal sealed class FleetBroker : IAsyncDisposable
{
    private readonly SidecarHost _sidecars;
    private readonly HttpClient _http;
    private readonly string _directory;

    private FleetBroker(SidecarHost sidecars, WebApplication app, FleetPlatform platform, string directory)
    {
        (_sidecars, App, Platform, _directory) = (sidecars, app, platform, directory);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    public FleetPlatform Platform { get; }

    public static async Task<FleetBroker> StartAsync(string directory)
    {
        var port = FreePort();
        var sidecars = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            ResourcePaths = [Path.Combine(AppContext.BaseDirectory, "components")], DataDirectory = Path.Combine(directory, "state"),
        });
        var sidecar = await sidecars.AddAppAsync(new SidecarAppOptions { AppId = ServiceBrokerApp.AppId, AppPort = port });
        var platform = new FleetPlatform();
        var app = ServiceBrokerApp.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Aion:Home"] = directory,
                ["Aion:ServiceBroker:HttpPort"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Aion:ServiceBroker:GrpcPort"] = "0",
                ["DAPR_HTTP_ENDPOINT"] = sidecar.HttpEndpoint.ToString(),
                ["DAPR_GRPC_ENDPOINT"] = sidecar.GrpcEndpoint.ToString(),
            });
            builder.Services.AddSingleton<IInstancePlatform>(platform);
        });
        await app.StartAsync();
        return new FleetBroker(sidecars, app, platform, directory);
    }

    /// <summary>Applies a project as any user does.</summary>
    public async Task ApplyAsync(string project)
    {
        using var content = new StringContent(project, Encoding.UTF8, "application/yaml");
        using var answer = await _http.PostAsync($"/api/v1/apply?path={_directory}/project.yml", content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Takes the project away.</summary>
    public async Task DeleteAsync()
    {
        using var answer = await _http.PostAsync("/api/v1/delete", null);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await _sidecars.DisposeAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
