using System.Diagnostics;
using Aion.Sidecar;

namespace Aion.Bench.Workflows;

/// <summary>The embedded sidecar with a durable store in a process of its own, so that its memory and CPU time can be told.</summary>
internal sealed class SidecarProcess : IDisposable
{
    public const string Command = "workflow-sidecar";

    private readonly Process _process;

    private SidecarProcess(Process process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>The gRPC endpoint of the app "bench".</summary>
    public string Endpoint { get; }

    public int ProcessId => _process.Id;

    public static SidecarProcess Start(string dataDirectory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Command, dataDirectory]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(start)!;
        return new SidecarProcess(process, process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The sidecar did not start."));
    }

    /// <summary>The child's main: prints its endpoint and ends when its standard input does.</summary>
    public static async Task ServeAsync(string dataDirectory)
    {
        await using var host = await SidecarHost.StartAsync(new SidecarHostOptions { DataDirectory = dataDirectory });
        var app = await host.AddAppAsync(new SidecarAppOptions { AppId = "bench" });
        Console.WriteLine(app.GrpcEndpoint);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
