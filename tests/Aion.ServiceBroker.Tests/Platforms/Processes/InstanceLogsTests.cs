namespace Aion.ServiceBroker.Tests.Platforms.Processes;

public sealed class InstanceLogsTests : IDisposable
{
    private const long Limit = 1_000_000;
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Flood_IsNeitherBlockedNorKept()
    {
        using var platform = TestPlatform.Create(_home.Path);
        var logs = TestPlatform.Logs(_home.Path, Limit);
        var path = logs.Open("job-001");
        var instance = await platform.StartAsync(TestPlatform.Spec(_home.Path, "sh", "-c", "exec yes flood"), CancellationToken.None);
        for (var round = 0; round < 4; round++)
        {
            await Eventually.HoldsAsync(() => new FileInfo(path) is { Exists: true, Length: > Limit }, "the flood goes on");
            logs.RotateAll();
        }

        Assert.False(instance.Exited.IsCompleted);
        await instance.StopAsync(TimeSpan.FromSeconds(5));
        logs.RotateAll();
        Assert.Equal([Limit, Limit], new[] { ".1", ".2" }.Select(n => new FileInfo(path + n).Length));
        Assert.False(File.Exists(path + ".3"));
        Assert.True(new FileInfo(path).Length <= Limit);
    }

    [Fact]
    public async Task Rotate_RunningService_GoesOnWritingIntoTheEmptiedFile()
    {
        using var platform = TestPlatform.Create(_home.Path);
        var logs = TestPlatform.Logs(_home.Path, limit: 10);
        var path = logs.Open("job-001");
        var script = "echo before-the-rotation; while [ ! -e go ]; do sleep 0.01; done; echo after";
        var instance = await platform.StartAsync(TestPlatform.Spec(_home.Path, "sh", "-c", script), CancellationToken.None);
        await Eventually.HoldsAsync(() => File.Exists(path) && new FileInfo(path).Length > 10, "the first line is written");
        logs.RotateAll();
        _home.File("go", "");
        await instance.Exited.WaitAsync(Within.Default);
        Assert.Equal("after\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public void RotateAll_FileGrewOrDidNot_SaysSo()
    {
        var logs = TestPlatform.Logs(_home.Path, Limit);
        var path = logs.Open("job-001");
        File.WriteAllText(path, "one");
        Assert.True(logs.RotateAll());
        Assert.False(logs.RotateAll());
        File.AppendAllText(path, " two");
        Assert.True(logs.RotateAll());
        Assert.False(logs.RotateAll());
        File.WriteAllText(path, new string('x', (int)Limit + 1));
        Assert.True(logs.RotateAll());
        Assert.Equal(0, new FileInfo(path).Length);
        Assert.True(logs.RotateAll());
        Assert.False(logs.RotateAll());
    }
}
