using System.Diagnostics;
using Aion.Testing;

namespace ConformanceTests;

/// <summary>The real daprd, where DAPRD_PATH names it: shows that the checks ask for what Dapr does, not for our habits.</summary>
public sealed class Daprd : ISidecarUnderTest
{
    private readonly Process _process;

    private Daprd(Process process, int httpPort, int grpcPort) => (_process, HttpPort, GrpcPort) = (process, httpPort, grpcPort);

    public static string? ExecutablePath => Environment.GetEnvironmentVariable("DAPRD_PATH");

    public int HttpPort { get; }

    public int GrpcPort { get; }

    public static Task<ISidecarUnderTest> StartAsync(string resources, string appId, int appPort, string protocol)
    {
        var (http, grpc) = (FreePort.Next(), FreePort.Next());
        var start = new ProcessStartInfo(ExecutablePath!);
        foreach (var argument in (string[])
            [
                "--app-id", appId, "--app-port", $"{appPort}", "--app-protocol", protocol, "--resources-path", resources,
                "--dapr-http-port", $"{http}", "--dapr-grpc-port", $"{grpc}", "--dapr-internal-grpc-port", $"{FreePort.Next()}",
                "--metrics-port", $"{FreePort.Next()}", "--log-level", "error",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        return Task.FromResult<ISidecarUnderTest>(new Daprd(Process.Start(start)!, http, grpc));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
