using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aion.Testing;
using DurableTask.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>kill -9 of the host in full work: what it took is not lost, and not done again.</summary>
public sealed class KillTests
{
    private const int Steps = 3;
    private const int Rounds = 3;

    [Fact]
    public async Task Kill_InFullWork_EveryWorkflowThatWasTakenEndsAndNoResultIsLost()
    {
        using var directory = new TempDirectory();
        var started = new ConcurrentBag<string>();
        var taken = new ConcurrentDictionary<string, int>();
        var repeated = new ConcurrentQueue<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var host = await CrashHost.StartAsync(directory.FullPath);
            using var channel = GrpcChannel.ForAddress(host.Address);
            var client = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
            var worker = new AutoWorker(client, Chain);
            var working = worker.RunAsync(CancellationToken.None);
            var before = started.Count;
            var callers = Enumerable.Range(0, 8).Select(caller => StartAsync(client, $"{round}-{caller}", started)).ToList();
            await Eventually.HoldsAsync(() => started.Count > before + 60);
            host.Kill();
            await Task.WhenAll([working, .. callers]).Within30s();
            foreach (var name in worker.Taken.Keys)
                taken[name] = 1;
            foreach (var name in worker.Repeated.Where(taken.ContainsKey))
                repeated.Enqueue(name);
        }

        using var last = await CrashHost.StartAsync(directory.FullPath);
        using var connection = GrpcChannel.ForAddress(last.Address);
        var final = new TaskHubSidecarService.TaskHubSidecarServiceClient(connection);
        using var over = new CancellationTokenSource();
        var finisher = new AutoWorker(final, Chain);
        foreach (var name in taken.Keys)
            finisher.Taken[name] = 1;
        var finishing = finisher.RunAsync(over.Token);

        foreach (var id in started)
        {
            var end = await final.WaitForInstanceCompletionAsync(new GetInstanceRequest { InstanceId = id, GetInputsAndOutputs = true })
                .ResponseAsync.Within30s($"workflow {id} ends");
            Assert.Equal((true, "step0 step1 step2"), (end.Exists, end.WorkflowState?.Output));
        }

        Assert.True(started.Count > Rounds * 60);
        Assert.Empty(repeated);
        Assert.Empty(finisher.Repeated);
        await over.CancelAsync();
        await finishing.Within30s();
    }

    private static async Task StartAsync(TaskHubSidecarService.TaskHubSidecarServiceClient client, string prefix, ConcurrentBag<string> started)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");
                await client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = id, Name = "chain" });
                started.Add(id);
            }
        }
        catch (RpcException)
        {
            // The host was killed; whether it took the last one is open.
        }
    }

    /// <summary>Activities one after the other; its result are their results.</summary>
    private static IEnumerable<WorkflowAction> Chain(IReadOnlyList<HistoryEvent> events)
    {
        var results = events.Where(message => message.TaskCompleted is not null).Select(message => message.TaskCompleted.Result).ToList();
        var scheduled = events.Count(message => message.TaskScheduled is not null);
        if (results.Count == Steps)
            return [Actions.Complete(string.Join(' ', results))];
        return scheduled == results.Count ? [Actions.Call(scheduled, $"step{scheduled}")] : [];
    }

    private sealed class CrashHost : IDisposable
    {
        private readonly Process _process;

        private CrashHost(Process process, string port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

        public Uri Address { get; }

        public static async Task<CrashHost> StartAsync(string directory)
        {
            var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Aion.Sidecar.CrashHost.dll"), "sidecar", directory])
            {
                RedirectStandardOutput = true,
            };
            var process = Process.Start(start)!;
            var port = await process.StandardOutput.ReadLineAsync().Within30s("the host says its port");
            return new CrashHost(process, port!);
        }

        public void Kill()
        {
            _process.Kill();
            _process.WaitForExit();
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                Kill();
            _process.Dispose();
        }
    }
}
