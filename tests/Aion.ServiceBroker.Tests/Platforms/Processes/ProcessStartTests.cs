using Aion.ServiceBroker.Platforms;

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
        Assert.Equal(new InstanceExit(code, signal), await instance.Exited.WaitAsync(Within.Default));
    }

    [Fact]
    public async Task Exit_LogCannotBeRotated_IsSeenAllTheSame()
    {
        using var platform = TestPlatform.Create(_home.Path);
        Directory.CreateDirectory(TestPlatform.Logs(_home.Path).PathOf("job-001") + ".1");
        var instance = await platform.StartAsync(TestPlatform.Spec(_home.Path, "head", "-c", "2000000", "/dev/zero"), CancellationToken.None);

        Assert.Equal(new InstanceExit(0, null), await instance.Exited.WaitAsync(Within.Default));
        Assert.Empty(Directory.GetFiles(Path.Combine(_home.Path, "run", "instances")));
    }

    [Fact]
    public async Task Start_GivesDirectoryArgumentsEnvironmentAndLog()
    {
        _home.File("tool", "#!/bin/sh\necho \"$1|$PWD|$SERVICE_NAME|$MS_NUMBER|$DAPR_HTTP_PORT\"; echo oops >&2", executable: true);
        using var platform = TestPlatform.Create(_home.Path);
        Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", "1");
        var spec = TestPlatform.Spec(_home.Path, "./tool", "a b $HOME");
        await (await platform.StartAsync(spec, CancellationToken.None)).Exited.WaitAsync(Within.Default);
        Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", null);

        Assert.Equal(
            $"a b $HOME|{_home.Path}|job|1|\noops\n", await File.ReadAllTextAsync(TestPlatform.Logs(_home.Path).PathOf("job-001")));
        Assert.True(Directory.Exists(Path.Combine(_home.Path, "Data", "job_1")));
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
    [InlineData("no-such-program", "the command 'no-such-program' is not on the PATH")]
    [InlineData("./missing", "/missing' does not exist")]
    [InlineData("./plain", "/plain' is not executable")]
    [InlineData("./folder", "/folder' is a directory")]
    [InlineData("./badscript", "/badscript' cannot be started: No such file or directory")]
    [InlineData("./garbage", "/garbage' cannot be started: Exec format error")]
    [InlineData("", "it has no command")]
    public async Task Start_CannotBe_SaysWhy(string program, string cause)
    {
        _home.File("plain", "text");
        _home.File("badscript", "#!/no/such/interpreter\n", executable: true);
        _home.File("garbage", "\u0001\u0002\u0003\u0004", executable: true);
        Directory.CreateDirectory(Path.Combine(_home.Path, "folder"));
        using var platform = TestPlatform.Create(_home.Path);
        var error = await Assert.ThrowsAsync<InstanceStartException>(
            () => platform.StartAsync(TestPlatform.Spec(_home.Path, program), CancellationToken.None));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MissingDirectory_SaysWhich()
    {
        using var platform = TestPlatform.Create(_home.Path);
        var spec = TestPlatform.Spec(_home.Path, "true") with { WorkingDirectory = "/no/such" };
        var error = await Assert.ThrowsAsync<InstanceStartException>(() => platform.StartAsync(spec, CancellationToken.None));
        Assert.Equal("the directory '/no/such' does not exist", error.Message);
    }
}
