using System.Diagnostics;
using System.Globalization;
using Aion.Bench.Measuring;

namespace Aion.Bench.Workflows;

/// <summary>What the workflow engine and worker take, each answer durable.</summary>
internal sealed class WorkflowBench(Report report, bool quick)
{
    private const int Steps = 50;

    public async Task RunAsync(string directory)
    {
        using var sidecar = SidecarProcess.Start(Path.Combine(directory, "workflows"));
        await using var app = await WorkflowApp.StartAsync(sidecar.Endpoint);
        await StartsAsync(app, sidecar, callers: 1, warmUp: true);
        foreach (var callers in new[] { 1, 8, 64 })
        {
            await StartsAsync(app, sidecar, callers, warmUp: false);
        }

        await ReactionAsync(app);
        await StepsAsync(app);
        await IdleAsync(app, sidecar, quick ? 2000 : 10_000);
    }

    private async Task StartsAsync(WorkflowApp app, SidecarProcess sidecar, int callers, bool warmUp)
    {
        var time = TimeSpan.FromSeconds(quick || warmUp ? 1 : 5);
        var result = await Load.RunAsync(callers, time, _ => app.Client.ScheduleNewWorkflowAsync("Empty", null, 1), sidecar.ProcessId, Environment.ProcessId);
        if (!warmUp)
        {
            report.Add($"workflow: start and first turn, {callers} callers", "per second", result.PerSecond);
            report.Add($"workflow: start and first turn, {callers} callers", "p50 us", result.Latency.Median);
            report.Add($"workflow: start and first turn, {callers} callers", "p99 us", result.Latency.P99);
            report.Add($"workflow: start and first turn, {callers} callers", "CPU us, sidecar", result.CpuPerCall[0]);
            report.Add($"workflow: start and first turn, {callers} callers", "CPU us, worker and client", result.CpuPerCall[1]);
        }
    }

    /// <summary>From before an event is raised until the activity that it leads to begins: the workflow's part of a restart.</summary>
    private async Task ReactionAsync(WorkflowApp app)
    {
        var id = await app.Client.ScheduleNewWorkflowAsync("React", null, 0);
        var samples = new List<double>();
        for (var i = 0; i < (quick ? 300 : 2000); i++)
        {
            var start = Stopwatch.GetTimestamp();
            await app.Client.RaiseEventAsync(id, "signal", i);
            samples.Add(Stopwatch.GetElapsedTime(start, await app.ActivityStarts.ReadAsync()).TotalMicroseconds);
        }

        var latency = new Samples(samples.Skip(samples.Count / 5));
        report.Add("workflow: event raised until its activity begins", "p50 us", latency.Median);
        report.Add("workflow: event raised until its activity begins", "p99 us", latency.P99);
        await app.Client.TerminateWorkflowAsync(id);
    }

    /// <summary>One activity after another: each is a task, a turn and two commits.</summary>
    private async Task StepsAsync(WorkflowApp app)
    {
        var samples = new List<double>();
        for (var i = 0; i < (quick ? 5 : 30); i++)
        {
            var start = Stopwatch.GetTimestamp();
            await app.Client.WaitForWorkflowCompletionAsync(await app.Client.ScheduleNewWorkflowAsync("Steps", null, Steps));
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }

        report.Add($"workflow: activity and turn, mean of {Steps} in sequence", "p50 us", new Samples(samples).Median);
    }

    private async Task IdleAsync(WorkflowApp app, SidecarProcess sidecar, int count)
    {
        var before = ProcessUsage.ResidentMegabytes(sidecar.ProcessId);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
            await app.Client.ScheduleNewWorkflowAsync("React", "idle-" + i.ToString(CultureInfo.InvariantCulture), 0));
        var grown = ProcessUsage.ResidentMegabytes(sidecar.ProcessId) - before;
        report.Add($"workflow: {count} instances that wait", "KB resident each, sidecar", grown * 1024 / count);
    }
}
