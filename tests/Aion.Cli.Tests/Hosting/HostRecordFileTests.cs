using System.Diagnostics;
using Aion.Cli.CommandLine;
using Aion.Cli.Hosting;

namespace Aion.Cli.Tests.Hosting;

public sealed class HostRecordFileTests
{
    private static readonly HostAddresses Addresses = new(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2"), [new Uri("http://127.0.0.1:3")], new Dictionary<string, Uri>());

    [Fact]
    public async Task ReadLiving_OwnRecord_IsReadBack()
    {
        await using var test = new TestHome();
        var file = FileIn(test);
        var record = new HostRecord(Environment.ProcessId, HostProcess.OwnStartTime(), true, "/p/project.yml", "device", Addresses);
        file.Write(record);
        var read = file.ReadLiving();
        Assert.NotNull(read);
        Assert.Equal((record.Pid, record.StartTime, true, new Uri("http://127.0.0.1:1")), (read.Pid, read.StartTime, read.Ready, read.Addresses.Api));
        file.Delete();
    }

    [Fact]
    public async Task ReadLiving_ReusedProcessId_IsNoHost()
    {
        await using var test = new TestHome();
        var file = FileIn(test);
        file.Write(new HostRecord(Environment.ProcessId, HostProcess.OwnStartTime().AddMinutes(-5), true, "/p", "d", Addresses));
        Assert.Null(file.ReadLiving());
        Assert.NotNull(file.Read());
        file.Delete();
    }

    [Fact]
    public async Task ReadLiving_EndedProcess_IsNoHost()
    {
        await using var test = new TestHome();
        using var process = Process.Start("sleep", "600");
        var started = process.StartTime.ToUniversalTime();
        process.Kill();
        await process.WaitForExitAsync();
        var file = FileIn(test);
        file.Write(new HostRecord(process.Id, started, true, "/p", "d", Addresses));
        Assert.Null(file.ReadLiving());
        file.Delete();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"pid\": 12")]
    public async Task Read_CutOffFile_IsNone(string text)
    {
        await using var test = new TestHome();
        var file = FileIn(test);
        var path = new AionHome(test.Path).HostFile;
        File.WriteAllText(path, text);
        Assert.Null(file.Read());
        File.Delete(path);
    }

    [Fact]
    public async Task HostLock_SecondHost_IsRefused()
    {
        await using var test = new TestHome();
        var home = new AionHome(test.Path);
        using var first = HostLock.Take(home);
        var refused = Assert.Throws<CliException>(() => HostLock.Take(home));
        Assert.Equal(ExitCode.AlreadyRunning, refused.ExitCode);
    }

    private static HostRecordFile FileIn(TestHome test)
    {
        var home = new AionHome(test.Path);
        home.Create();
        return new HostRecordFile(home);
    }
}
