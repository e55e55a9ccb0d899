using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes.Causes;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Platforms.Processes.Causes;

public sealed class OomKillsTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("0::/aion.slice\n", "cgroup/aion.slice/memory.events")]
    [InlineData("5:cpu:/x\n4:memory:/aion\n0::/nothing\n", "cgroup/memory/aion/memory.oom_control")]
    [InlineData("0::/not/visible\n", "proc/vmstat")]
    public void Claim_CounterThatRises_IsTrueOncePerKill(string groups, string counter)
    {
        Write("proc/self/cgroup", groups);
        Write(counter, "oom 3\noom_kill 7\n");
        var kills = new OomKills(Path.Combine(_root.Path, "proc"), Path.Combine(_root.Path, "cgroup"));
        Assert.False(kills.TryClaim());

        Write(counter, "oom 5\noom_kill 9\n");
        Assert.Equal([true, true, false], new[] { kills.TryClaim(), kills.TryClaim(), kills.TryClaim() });
    }

    [Fact]
    public void Diagnose_SigkillWithARisenCounter_IsOutOfMemory()
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("proc/vmstat", "oom_kill 0\n");
        var doctor = new ExitDoctor(new OomKills(Path.Combine(_root.Path, "proc"), Path.Combine(_root.Path, "cgroup")));
        var killed = ProcessEnd.Of(SignalNames.SigKill);
        Assert.Equal(CauseKind.Signal, doctor.Diagnose(killed, new EndTrace(), null, []).Cause.Kind);

        Write("proc/vmstat", "oom_kill 1\n");
        var exit = doctor.Diagnose(killed, new EndTrace(), null, ["last"]);
        Assert.Equal((CauseKind.OutOfMemory, 9), (exit.Cause.Kind, exit.Cause.Signal));
        Assert.StartsWith("out of memory: the kernel ended it", exit.Cause.Text, StringComparison.Ordinal);
        Assert.Equal(["last"], exit.Cause.LogTail);
    }

    [Fact]
    public void Diagnose_OwnKillWhileTheKernelKilledAnother_IsOwn()
    {
        Write("proc/vmstat", "oom_kill 0\n");
        var doctor = new ExitDoctor(new OomKills(Path.Combine(_root.Path, "proc"), Path.Combine(_root.Path, "cgroup")));
        Write("proc/vmstat", "oom_kill 1\n");
        var trace = new EndTrace();
        trace.AskToEnd();
        trace.Kill(TimeSpan.FromSeconds(10));
        var cause = doctor.Diagnose(ProcessEnd.Of(SignalNames.SigKill), trace, null, []).Cause;
        Assert.Equal("signal 9 (SIGKILL), sent by service-broker because it did not end within 10 s of SIGTERM", cause.Text);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
