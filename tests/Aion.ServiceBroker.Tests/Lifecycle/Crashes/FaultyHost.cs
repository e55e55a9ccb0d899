using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceBroker.Tests.EndToEnd;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>
/// A program with sidecar and broker in one, as `aionctl up` is, that dies where it is told to. Speaks lines: `arm POINT`,
/// `apply TEXT-WITHOUT-BREAKS`, `stop SERVICE`, `state`, `quit`.
/// </summary>
internal static class FaultyHost
{
    public static async Task<int> RunAsync(string home)
    {
        var faults = new FaultPoints();
        var port = FreePort.Next();
        using var folder = new TempFolder(home);
        await using var sidecar = await RealSidecar.StartAsync(home, port);
        await using var broker = await BrokerFixture.StartAsync(
            sidecar.Broker.HttpEndpoint.ToString(), sidecar.Broker.GrpcEndpoint.ToString(), folder, port, services: services =>
            {
                services.AddSingleton<IInstancePlatform>(sp => new FaultyPlatform(ActivatorUtilities.CreateInstance<ProcessPlatform>(sp), faults));
                services.AddSingleton<IInstanceWorkflows>(sp => new FaultyWorkflows(ActivatorUtilities.CreateInstance<DaprInstanceWorkflows>(sp), faults));
            });
        broker.App.Services.GetRequiredService<InstanceBoard>().Changed += (before, entry) =>
        {
            if (before.Phase != entry.State.Phase)
            {
                faults.Pass(FaultPoints.InTurn(entry.State.Phase.ToText()));
            }
        };
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line && line != "quit")
        {
            Console.WriteLine(await ObeyAsync(broker, faults, line));
        }

        return 0;
    }

    private static async Task<string> ObeyAsync(BrokerFixture broker, FaultPoints faults, string line)
    {
        var (verb, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
        switch (verb)
        {
            case "arm":
                faults.Arm(rest);
                return "armed";
            case "apply":
                await broker.ApplyAsync(rest);
                return "applied";
            case "stop":
                using (await broker.Http.PostAsync($"/api/v1/instances/{rest}/stop", null))
                {
                    return "asked";
                }

            default:
                return string.Join(' ', broker.Instances.Select(i => $"{i.Name}:{i.State.ToText()}:{i.Pid}:{i.Run}"));
        }
    }
}
