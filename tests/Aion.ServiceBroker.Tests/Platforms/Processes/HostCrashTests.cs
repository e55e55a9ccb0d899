using System.Diagnostics;
using System.Globalization;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Platforms.Processes;

/// <summary>kill -9 of a real host program: what it started goes on, and the next host adopts or ends it.</summary>
public sealed class HostCrashTests : IDisposable
{
    private const string Ticker = "while :; do echo tick; sleep 0.02; done";
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Kill_NextHostSameDefinition_AdoptsAndSeesTheEnd()
    {
        var pid = await StartAndKillHostAsync(Ticker);
        Assert.False(IsGone(pid));
        await GrowsAsync();

        using var next = StartHost(Ticker);
        Assert.Equal($"{pid} adopted", await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default));
        await GrowsAsync();
        _ = Posix.Kill(pid, Posix.SigKill);
        Assert.Contains(TellsStrangers ? "signal 9 (SIGKILL)" : "unknown", await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default), StringComparison.Ordinal);
        await next.WaitForExitAsync().WaitAsync(Within.Default);
        Assert.Empty(Directory.GetFiles(Path.Combine(_home.Path, "run", "instances")));
    }

    [Fact]
    public async Task Kill_AdoptedProcessExits_ItsExitCodeIsKnown()
    {
        const string Script = "echo tick; while [ ! -e go ]; do sleep 0.02; done; exit 7";
        var pid = await StartAndKillHostAsync(Script);
        using var next = StartHost(Script);
        Assert.Equal($"{pid} adopted", await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default));
        _home.File("go", "");
        var end = await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default);
        Assert.StartsWith(TellsStrangers ? "exit code 7" : "exit code", end, StringComparison.Ordinal);
        await next.WaitForExitAsync().WaitAsync(Within.Default);
    }

    [Fact]
    public async Task Kill_AdoptedProcessExits_ItsLastLinesAreOfItsOwnRun()
    {
        const string Script = "echo tick $$; while [ ! -e go ]; do sleep 0.02; done; exit 7";
        _ = Posix.Kill(await StartAndKillHostAsync(Script), Posix.SigKill);
        await EndAllAsync();
        var pid = await StartAndKillHostAsync(Script);
        using var next = StartHost(Script);
        Assert.Equal($"{pid} adopted", await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default));
        _home.File("go", "");
        _ = await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default);
        Assert.Equal($"tick {pid}", await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default));
        await next.WaitForExitAsync().WaitAsync(Within.Default);
    }

    [Fact]
    public async Task Kill_NextHostOtherDefinition_EndsItAndStartsAnew()
    {
        var pid = await StartAndKillHostAsync(Ticker);
        using var next = StartHost("sleep 1000");
        var answer = await next.StandardOutput.ReadLineAsync().WaitAsync(Within.Default);
        Assert.EndsWith("started", answer, StringComparison.Ordinal);
        Assert.True(IsGone(pid));
        await KillAsync(next);
        await EndAllAsync();
    }

    [Fact]
    public async Task Kill_OnlyChildrenAreLeft_TheyAreEnded()
    {
        var pid = await StartAndKillHostAsync("sleep 1000 & sleep 1000 & echo tick; wait");
        _ = Posix.Kill(pid, Posix.SigKill);
        await Eventually.HoldsAsync(() => IsGone(pid));
        Assert.Equal(2, Session(pid));
        await EndAllAsync();
        Assert.Equal(0, Session(pid));
    }

    [Fact]
    public async Task Kill_BeforeThePidWasWritten_TheTokenFindsIt()
    {
        var pid = await StartAndKillHostAsync(Ticker);
        var record = Directory.GetFiles(Path.Combine(_home.Path, "run", "instances")).Single();
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record))
            .Replace($"\"pid\":{pid}", "\"pid\":0", StringComparison.Ordinal));
        await EndAllAsync();
        Assert.True(IsGone(pid));
    }

    // From this kernel on, a pidfd tells the exit code also to who is not the parent.
    private static bool TellsStrangers => Environment.OSVersion.Version >= new Version(6, 15);

    private static bool IsGone(int pid) => ProcStat.Read(pid) is null or { IsGone: true };

    private static int Session(int pid) => ProcStat.ReadAll().Count(p => p.Session == pid && !p.IsGone);

    private static async Task KillAsync(Process host)
    {
        host.Kill();
        await host.WaitForExitAsync().WaitAsync(Within.Default);
    }

    private async Task EndAllAsync()
    {
        using var platform = TestPlatform.Create(_home.Path);
        await platform.EndLeftoversAsync(new HashSet<string>(), CancellationToken.None).WaitAsync(Within.Default);
    }

    private async Task GrowsAsync()
    {
        var log = new FileInfo(TestPlatform.Logs(_home.Path).PathOf("job-001"));
        var before = log.Length;
        await Eventually.HoldsAsync(() => { log.Refresh(); return log.Length > before; }, "the log of the instance grows");
    }

    private async Task<int> StartAndKillHostAsync(string script)
    {
        using var host = StartHost(script);
        var answer = await host.StandardOutput.ReadLineAsync().WaitAsync(Within.Default);
        Assert.EndsWith(" started", answer, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => new FileInfo(TestPlatform.Logs(_home.Path).PathOf("job-001")).Length > 0, "it runs");
        await KillAsync(host);
        return int.Parse(answer!.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private Process StartHost(string script) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(HostCrashTests).Assembly.Location, "host", _home.Path, "sh", "-c", script])
        {
            RedirectStandardOutput = true,
        })!;
}
