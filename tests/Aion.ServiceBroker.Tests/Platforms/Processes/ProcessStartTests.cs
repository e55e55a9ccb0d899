using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;

namespace Aion.ServiceBroker.Tests.Platforms.Processes;

public sealed class ProcessStartTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 1", 1, null)]
    [InlineData("exit 200", 200, null)]
    [InlineData("kill -9 $$", null, 9)]
    public async Task Exit_IsSeenWithItsCodeOrSignal(string script, int? code, int? signal)
    {
        using var platform = TestPlatform.Create(_home.Path);
        var instance = await platform.StartAsync(TestPlatform.Spec(_home.Path, "sh", "-c", script), CancellationToken.None);
        var exit = await instance.Exited.WaitAsync(Within.Default);
        Assert.Equal((code, signal), (exit.ExitCode, exit.Signal));
    }

    [Fact]
    public async Task Exit_LogCannotBeRotated_IsSeenAllTheSame()
    {
        using var platform = TestPlatform.Create(_home.Path);
        Directory.CreateDirectory(TestPlatform.Logs(_home.Path).PathOf("job-001") + ".1");
        var instance = await platform.StartAsync(TestPlatform.Spec(_home.Path, "head", "-c", "2000000", "/dev/zero"), CancellationToken.None);

        Assert.Equal(0, (await instance.Exited.WaitAsync(Within.Default)).ExitCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(_home.Path, "run", "instances")));
    }

    [Fact]
    public async Task Start_OwnSessionAndDefaultSignals()
    {
        using var platform = TestPlatform.Create(_home.Path);
        // The last line is the shell's own: a pipe that breaks must end `yes`, which an inherited ignored SIGPIPE would not.
        var spec = TestPlatform.Spec(_home.Path, "sh", "-c", "cut -d' ' -f1,5,6 /proc/$$/stat; yes | head -n 1");
        var instance = await platform.StartAsync(spec, CancellationToken.None);
        await instance.Exited.WaitAsync(Within.Default);
        Assert.Equal(
            $"{instance.Pid} {instance.Pid} {instance.Pid}\ny\n",
            await File.ReadAllTextAsync(TestPlatform.Logs(_home.Path).PathOf("job-001")));
    }

    [Theory]
    [InlineData("no-such-program", CauseKind.CommandMissing, "the command 'no-such-program' is not on the PATH (PATH: /")]
    [InlineData("pytohn3", CauseKind.CommandMissing, "the command 'pytohn3' is not on the PATH; did you mean 'python3'? (PATH: /")]
    [InlineData("plain", CauseKind.CommandMissing, "; write './plain' for the one in its working directory")]
    [InlineData("./missing", CauseKind.CommandMissing, "/missing' does not exist")]
    [InlineData("./badscrpt", CauseKind.CommandMissing, "/badscrpt' does not exist; did you mean 'badscript'?")]
    [InlineData("no/such", CauseKind.CommandMissing, "/no/such' does not exist, nor does the folder '")]
    [InlineData("./plain", CauseKind.NotExecutable, "/plain' is not executable; run: chmod +x '")]
    [InlineData("./folder", CauseKind.NotExecutable, "/folder' is a directory")]
    [InlineData("./badscript", CauseKind.NotExecutable, "/badscript' cannot be started: its first line names the interpreter '/no/such/interpreter', which does not exist")]
    [InlineData("./windows", CauseKind.NotExecutable, "/windows' cannot be started: its lines end as on Windows (CR LF)")]
    [InlineData("./text", CauseKind.NotExecutable, "/text' cannot be started: it is a text without a first line such as '#!/bin/sh'")]
    [InlineData("./garbage", CauseKind.NotExecutable, "/garbage' cannot be started: it is no program of this system")]
    [InlineData("./empty", CauseKind.NotExecutable, "/empty' cannot be started: it is empty")]
    [InlineData("", CauseKind.CommandMissing, "it has no command")]
    public async Task Start_CannotBe_SaysWhy(string program, CauseKind kind, string text)
    {
        _home.File("plain", "text");
        _home.File("badscript", "#!/no/such/interpreter\n", executable: true);
        _home.File("windows", "#!/bin/sh\r\necho\r\n", executable: true);
        _home.File("text", "echo\n", executable: true);
        _home.File("garbage", "\u0001\u0002\0\u0004", executable: true);
        _home.File("empty", "", executable: true);
        Directory.CreateDirectory(Path.Combine(_home.Path, "folder"));
        using var platform = TestPlatform.Create(_home.Path);
        var tools = Directory.CreateDirectory(Path.Combine(_home.Path, "tools")).FullName;
        _home.File("tools/python3", "", executable: true);
        var spec = TestPlatform.Spec(_home.Path, program) with { Environment = new Dictionary<string, string> { ["PATH"] = tools } };
        var error = await Assert.ThrowsAsync<InstanceStartException>(() => platform.StartAsync(spec, CancellationToken.None));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Equal((kind, error.Message), (error.Cause.Kind, error.Cause.Text));
    }

    [Fact]
    public async Task Start_ProgramOfAnotherMachine_SaysWhich()
    {
        // e_machine of the ELF header, two bytes at 18: 40 is ARM, 32 bit.
        var header = new byte[64];
        (byte[], int)[] parts = [([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1], 0), ([2, 0, 40, 0], 16)];
        foreach (var (bytes, at) in parts)
        {
            bytes.CopyTo(header, at);
        }

        await File.WriteAllBytesAsync(_home.File("tool", "", executable: true), header);
        using var platform = TestPlatform.Create(_home.Path);
        var error = await Assert.ThrowsAsync<InstanceStartException>(
            () => platform.StartAsync(TestPlatform.Spec(_home.Path, "./tool"), CancellationToken.None));
        Assert.Contains("/tool' cannot be started: it is a program for arm, and this machine is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MissingDirectory_SaysHowFarThePathGoes()
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, "inspection"));
        using var platform = TestPlatform.Create(_home.Path);
        var spec = TestPlatform.Spec(_home.Path, "true") with { WorkingDirectory = Path.Combine(_home.Path, "inspecton", "judge") };
        var error = await Assert.ThrowsAsync<InstanceStartException>(() => platform.StartAsync(spec, CancellationToken.None));
        Assert.Equal(CauseKind.DirectoryMissing, error.Cause.Kind);
        Assert.Equal(
            $"the working directory '{spec.WorkingDirectory}' does not exist; there is '{_home.Path}'; did you mean 'inspection'?", error.Message);
    }

    [Fact]
    public async Task Start_SidecarThatDoesNotStart_SaysSo()
    {
        using var platform = TestPlatform.Create(_home.Path, new BrokenSidecar());
        var error = await Assert.ThrowsAsync<InstanceStartException>(
            () => platform.StartAsync(TestPlatform.Spec(_home.Path, "true"), CancellationToken.None));
        Assert.Equal((CauseKind.Sidecar, "its sidecar does not start: no port is free"), (error.Cause.Kind, error.Cause.Text));
    }

    private sealed class BrokenSidecar : ISidecarLauncher
    {
        public ValueTask<IReadOnlyDictionary<string, string>> StartAsync(SidecarRequest request, CancellationToken ct) =>
            throw new IOException("no port is free");

        public ValueTask StopAsync(string appId, CancellationToken ct) => ValueTask.CompletedTask;
    }
}
