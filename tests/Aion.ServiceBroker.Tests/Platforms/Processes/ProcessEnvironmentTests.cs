namespace Aion.ServiceBroker.Tests.Platforms.Processes;

/// <summary>What a process is given, and what not: the variables of this one are changed for it.</summary>
[Collection(AloneCollection.Name)]
public sealed class ProcessEnvironmentTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Start_GivesDirectoryArgumentsEnvironmentAndLog()
    {
        _home.File("tool", "#!/bin/sh\necho \"$1|$PWD|$SERVICE_NAME|$MS_NUMBER|$DAPR_HTTP_PORT\"; echo oops >&2", executable: true);
        using var platform = TestPlatform.Create(_home.Path);
        Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", "1");
        try
        {
            var spec = TestPlatform.Spec(_home.Path, "./tool", "a b $HOME");
            await (await platform.StartAsync(spec, CancellationToken.None)).Exited.WaitAsync(Within.Default);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DAPR_HTTP_PORT", null);
        }

        Assert.Equal(
            $"a b $HOME|{_home.Path}|job|1|\noops\n", await File.ReadAllTextAsync(TestPlatform.Logs(_home.Path).PathOf("job-001")));
        Assert.True(Directory.Exists(Path.Combine(_home.Path, "Data", "job_1")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_home.Path, "run", "instances")));
    }
}
