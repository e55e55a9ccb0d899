using System.Net;
using System.Text.Json;
using Aion.FunctionalTests.Hosting;
using Aion.Testing;

namespace Aion.FunctionalTests.Cluster;

/// <summary>
/// A master and workers, each <c>aionctl up</c> as a process of its own with a home and a loopback address of its own, all on
/// the same ports. The link of each worker goes over a relay that can be cut.
/// </summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private static int _clusters;
    private readonly TempDirectory _folder = new();
    private readonly Dictionary<string, CuttableRelay> _relays = [];
    private readonly int _network = Interlocked.Increment(ref _clusters);

    private readonly bool _quick;

    private RunningCluster(bool quick) => _quick = quick;

    public AionHost Master { get; private set; } = null!;

    public Dictionary<string, AionHost> Workers { get; } = [];

    /// <summary>Every node's name and host.</summary>
    public IEnumerable<(string Name, AionHost Host)> Nodes => Workers.Select(w => (w.Key, w.Value)).Prepend(("master", Master));

    /// <summary>A cluster that notices a loss within seconds.</summary>
    public static Task<RunningCluster> StartAsync(params string[] workers) => StartAsync(quick: true, workers);

    /// <param name="quick">False: heartbeat, deadline and pauses are what they are by default.</param>
    /// <param name="workers">Their names end with their number.</param>
    public static async Task<RunningCluster> StartAsync(bool quick, params string[] workers)
    {
        var cluster = new RunningCluster(quick);
        try
        {
            cluster.Master = cluster.Host("master", "--mode", "master");
            await cluster.Master.StartAsync();
            foreach (var name in workers)
            {
                var relay = cluster._relays[name] = new CuttableRelay(new IPEndPoint(cluster.AddressOf("master"), 11110));
                cluster.Workers[name] = cluster.Host(name, "--mode", "worker", "--master", relay.Address.ToString());
                await cluster.Workers[name].StartAsync();
            }

            await cluster.JoinedAsync(workers);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>127.N.0.1 is the first node of the N-th cluster, so that clusters and other tests do not meet.</summary>
    public IPAddress AddressOf(string node) => IPAddress.Parse($"127.{100 + _network}.0.{1 + (node == "master" ? 0 : int.Parse(node[^1..], System.Globalization.CultureInfo.InvariantCulture))}");

    public CuttableRelay LinkOf(string worker) => _relays[worker];

    /// <summary>Applies project text on the master.</summary>
    public Task<JsonElement> ApplyAsync(string microservices) =>
        Master.ApplyAsync(_folder.Write("project.yml", "deviceName: line1\nmicroservices:\n" + microservices));

    /// <summary>Whether the master's next run will know of a worker's process.</summary>
    public async Task<bool> HasStoredAsync(string worker, int pid)
    {
        using var http = new HttpClient();
        var node = await http.GetStringAsync(new Uri(Master.Sidecar, $"/v1.0/state/aion-state/servicebroker.nodes.item.{worker}"));
        return node.Contains($"\"pid\":{pid},", StringComparison.Ordinal);
    }

    public Task JoinedAsync(params string[] nodes) => Eventually.HoldsAsync(
        async () =>
        {
            var status = await Master.StatusAsync();
            return nodes.All(name => status.GetProperty("nodes").EnumerateArray().Any(n =>
                n.GetProperty("name").GetString() == name && n.GetProperty("state").GetString() == "joined" && n.GetProperty("connected").GetBoolean()));
        },
        $"{string.Join(", ", nodes)} joined");

    public Task StateAsync(string node, string state) => Eventually.HoldsAsync(
        async () => (await Master.StatusAsync()).GetProperty("nodes").EnumerateArray().Any(n =>
            n.GetProperty("name").GetString() == node && n.GetProperty("state").GetString() == state),
        $"{node} is {state}");

    /// <summary>What the master shows as running there, when it is all of these.</summary>
    public async Task<IReadOnlyDictionary<string, RunningInstance>> RunningAsync(params (string Service, string Node)[] expected)
    {
        IReadOnlyDictionary<string, RunningInstance> running = new Dictionary<string, RunningInstance>();
        await Eventually.HoldsAsync(
            async () =>
            {
                running = RunningInstance.Of(await Master.StatusAsync());
                return expected.All(e => running.GetValueOrDefault(e.Service)?.Node == e.Node);
            },
            $"{string.Join(", ", expected)} run");
        return running;
    }

    /// <summary>Each node itself says that its instances are the processes that they were.</summary>
    public async Task RunUnchangedAsync(IReadOnlyDictionary<string, RunningInstance> before)
    {
        foreach (var (name, host) in Nodes)
        {
            var own = RunningInstance.Of(await host.StatusAsync()).Where(i => i.Value.Node == name);
            Assert.Equal(before.Where(i => i.Value.Node == name), own);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // At the same time, so that one that does not stop keeps no other from it.
            await Task.WhenAll(Workers.Values.Append(Master).OfType<AionHost>().Select(host => host.DisposeAsync().AsTask()));
        }
        finally
        {
            foreach (var relay in _relays.Values)
            {
                await relay.DisposeAsync();
            }

            _folder.Dispose();
        }
    }

    private AionHost Host(string name, params string[] arguments)
    {
        var host = new AionHost(
            Repository.Aionctl, null, _folder.Combine(name), ["--node", name, "--host", AddressOf(name).ToString(), .. arguments]);
        if (_quick)
        {
            host.Settings["Aion__Cluster__Heartbeat"] = "00:00:00.3";
            host.Settings["Aion__Cluster__Deadline"] = "00:00:06";
            host.Settings["Aion__Cluster__ReconnectMaximum"] = "00:00:01";
        }

        host.Settings["Aion__Cluster__Token"] = "shared by all nodes of the test";
        return host;
    }
}
