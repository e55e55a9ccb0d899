using System.Diagnostics;
using System.Globalization;
using Aion.Testing;

namespace Dapr.Workflow.Tests.EndToEnd;

/// <summary>The sidecar in a process of its own; it ends by SIGKILL.</summary>
internal sealed class KilledSidecar : ISidecarUnderTest
{
    private Process? _process;

    public async Task StartAsync(string dataDirectory, int grpcPort)
    {
        string[] arguments =
            ["exec", Path.Combine(AppContext.BaseDirectory, "Dapr.Workflow.CrashHost.dll"), dataDirectory, grpcPort.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var line = await _process.StandardOutput.ReadLineAsync().Within30s("the sidecar process is ready");
        Assert.Equal("ready", line);
    }

    public async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync().Within30s("the sidecar process is gone");
            process.Dispose();
        }
    }
}
