using System.Net;
using System.Net.Sockets;
using Aion.Cli.CommandLine;
using Aion.Cli.HostLogging;
using Aion.Cli.Hosting;

namespace Aion.Cli.Tests.Hosting;

public sealed class PlatformTests
{
    [Fact]
    public async Task StartAsync_PortTakenMeanwhile_IsPortInUse()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        home.Create();
        using var log = new HostLog(home.HostLog, TimeProvider.System);
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var ports = PlatformPorts.Choose(PortPolicy.Auto) with { BrokerGrpc = ((IPEndPoint)holder.LocalEndpoint).Port };
        var options = new PlatformOptions(home, ports, [EmbeddedComponents.Extract(home)], log, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<CliException>(() => Platform.StartAsync(options, _ => { }, CancellationToken.None));
        Assert.Equal(ExitCode.PortInUse, failure.ExitCode);
    }

    [Theory]
    [InlineData("/events/kanban.after")]
    [InlineData("/events/kanban.dead")]
    public async Task Broker_EventsFromAnyoneButItsSidecar_AreRefused(string path)
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        home.Create();
        using var log = new HostLog(home.HostLog, TimeProvider.System);
        var options = new PlatformOptions(home, PlatformPorts.Choose(PortPolicy.Auto), [EmbeddedComponents.Extract(home)], log, TimeProvider.System);
        await using var platform = await PlatformStart.RunAsync(options, PortPolicy.Auto, _ => { }, CancellationToken.None);
        using var http = new HttpClient();
        // What a page in a browser can send without asking: a simple request.
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");

        using var answer = await http.PostAsync(new Uri(platform.Addresses.Api, path), content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task PlatformStart_PortTakenMeanwhile_TakesOthersWithoutAWarning()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        home.Create();
        using var log = new HostLog(home.HostLog, TimeProvider.System);
        log.Write("aionctl", "Category", Microsoft.Extensions.Logging.LogLevel.Warning, 7, "said before", null);
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var taken = ((IPEndPoint)holder.LocalEndpoint).Port;
        var ports = PlatformPorts.Choose(PortPolicy.Auto) with { BrokerGrpc = taken };
        var options = new PlatformOptions(home, ports, [EmbeddedComponents.Extract(home)], log, TimeProvider.System);

        await using var platform = await PlatformStart.RunAsync(options, PortPolicy.Auto, _ => { }, CancellationToken.None);
        Assert.NotEqual(taken, platform.Addresses.Projects.Port);
        Assert.DoesNotContain(log.Warnings, warning => warning.Message.Contains("failed to start", StringComparison.Ordinal));
        Assert.Contains(log.Warnings, warning => warning.Message == "said before");
        using var file = new StreamReader(new FileStream(home.HostLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Contains("failed to start", await file.ReadToEndAsync());
    }

    [Fact]
    public async Task PlatformStart_DefaultsTakenOneByOneMeanwhile_TakesPortsThatNobodyElseWants()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        home.Create();
        using var log = new HostLog(home.HostLog, TimeProvider.System);
        // An address of its own: no other test has the defaults there.
        var ports = PlatformPorts.Choose(PortPolicy.Auto, host: IPAddress.Parse("127.0.77.1"));
        var options = new PlatformOptions(home, ports, [EmbeddedComponents.Extract(home)], log, TimeProvider.System);
        var wanted = new Queue<int>([ports.KanbanSidecarHttp, ports.KanbanSidecarGrpc, ports.BrokerSidecarHttp, ports.BrokerSidecarGrpc, ports.Kanban]);
        var others = new List<TcpListener>();
        void Step(string step)
        {
            if (step == "starting sidecars")
            {
                others.Add(new TcpListener(ports.Host, wanted.Dequeue()));
                others[^1].Start();
            }
        }

        await using var platform = await PlatformStart.RunAsync(options, PortPolicy.Auto, Step, CancellationToken.None);

        Assert.Equal(3, others.Count);
        Assert.NotEqual(ports.BrokerHttp, platform.Addresses.Api.Port);
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task HostLog_RepeatedWarning_IsCountedOnce()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        home.Create();
        using (var log = new HostLog(home.HostLog, TimeProvider.System))
        {
            foreach (var message in (string[])["redis is away", "redis is away", "redis is back"])
            {
                log.Write("sidecar", "Category", Microsoft.Extensions.Logging.LogLevel.Warning, 7, message, null);
            }
            log.Write("sidecar", "Category", Microsoft.Extensions.Logging.LogLevel.Information, 8, "fine", null);
            Assert.Equal([("redis is away", 2), ("redis is back", 1)], log.Warnings.Select(warning => (warning.Message, warning.Count)));
        }
        var lines = File.ReadAllLines(home.HostLog);
        Assert.Equal(4, lines.Length);
        Assert.EndsWith("warn sidecar Category[7] redis is away", lines[0]);
    }
}
