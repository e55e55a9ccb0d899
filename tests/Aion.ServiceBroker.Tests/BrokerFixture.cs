using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Routing;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Tests;

/// <summary>The broker in its production composition, over a fake sidecar, with a home of its own.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly bool _ownsFolder;
    private FakeDapr? _ownDapr;

    private BrokerFixture(WebApplication app, TempFolder folder, bool ownsFolder)
    {
        (App, _folder, _ownsFolder) = (app, folder, ownsFolder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        GrpcAddress = app.Urls.Last();
    }

    public WebApplication App { get; }

    public HttpClient Http { get; }

    public string GrpcAddress { get; }

    public string Home => _folder.Path;

    public IReadOnlyList<InstanceStatus> Instances => App.Services.GetRequiredService<IInstanceLifecycle>().Instances;

    /// <param name="dapr">Its sidecar; null: one that ends with it.</param>
    /// <param name="folder">Its home; null: one that goes away with it.</param>
    /// <param name="settings">Of the broker.</param>
    public static async Task<BrokerFixture> StartAsync(FakeDapr? dapr, TempFolder? folder = null, Dictionary<string, string?>? settings = null)
    {
        var sidecar = dapr ?? await FakeDapr.StartAsync();
        var fixture = await StartAsync(sidecar.HttpEndpoint, sidecar.GrpcEndpoint, folder, 0, settings, services =>
            services.AddSingleton<IInstanceWorkflows>(sp => new InlineWorkflows(sidecar, sp)));
        fixture._ownDapr = dapr is null ? sidecar : null;
        return fixture;
    }

    public static async Task<BrokerFixture> StartAsync(
        string daprHttp, string daprGrpc, TempFolder? folder, int httpPort, Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var ownsFolder = folder is null;
        folder ??= new TempFolder();
        var app = ServiceBrokerApp.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Aion:Home"] = folder.Path,
                ["Aion:ServiceBroker:HttpPort"] = httpPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Aion:ServiceBroker:GrpcPort"] = "0",
                // Whoever runs the tests may have one of their own.
                ["AION_API_TOKEN"] = null,
                ["Aion:ServiceBroker:StopGrace"] = "00:00:02",
                ["DAPR_HTTP_ENDPOINT"] = daprHttp,
                ["DAPR_GRPC_ENDPOINT"] = daprGrpc,
            });
            builder.Configuration.AddInMemoryCollection(settings ?? []);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        var fixture = new BrokerFixture(app, folder, ownsFolder);
        if (app.Services.GetRequiredService<IOptions<ServiceBrokerOptions>>().Value.RestoreProject)
        {
            await app.Services.GetRequiredService<RouteState>().Ready.WaitAsync(Within.Default);
        }

        return fixture;
    }

    public InstanceStatus Instance(string name) => Instances.Single(i => i.Name == name);

    /// <summary>Waits for a state of an instance.</summary>
    public Task ReachesAsync(string name, InstanceState state) =>
        Eventually.HoldsAsync(() => Instances.Any(i => i.Name == name && i.State == state), $"{name} is {state}");

    /// <summary>Applies project text; its directories are relative to the home.</summary>
    public async Task<JsonElement> ApplyAsync(string yaml, string action = "apply", TimeSpan? limit = null, bool force = false)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await Http.PostAsync($"/api/v1/{action}?path={Home}/project.yml&force={force}", content).WaitAsync(limit ?? Within.Default);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path).WaitAsync(Within.Default);

    /// <summary>Delivers events as a sidecar does; the answer's statuses in their order.</summary>
    public async Task<string[]> DeliverAsync(params KanbanEvent[] events) =>
        await DeliverRawAsync(events.Select(e => Encoding.UTF8.GetString(e.ToArray())));

    public async Task<string[]> DeliverRawAsync(IEnumerable<string> events, string topic = Topics.After)
    {
        var entries = events.Select((e, i) =>
            $$"""{"entryId":"e{{i}}","event":{{e}},"contentType":"application/cloudevents+json","metadata":{} }""");
        var body = $$"""{"id":"b","entries":[{{string.Join(',', entries)}}],"metadata":{},"pubsubname":"aion-pubsub","topic":"{{topic}}","type":"com.dapr.event.sent.bulk"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync("/events/" + topic, content).WaitAsync(Within.Default);
        answer.EnsureSuccessStatusCode();
        var statuses = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statuses").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, statuses.Length).Select(i => "e" + i), statuses.Select(s => s.GetProperty("entryId").GetString()));
        return [.. statuses.Select(s => s.GetProperty("status").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await (_ownDapr?.DisposeAsync() ?? default);
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }
}
