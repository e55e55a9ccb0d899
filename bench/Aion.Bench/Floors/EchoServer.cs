using System.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.Bench.Floors;

/// <summary>The echo service in a process of its own, so that client and server share nothing but the cores.</summary>
internal sealed class EchoServer : IDisposable
{
    public const string Command = "echo-server";

    private readonly Process _process;

    private EchoServer(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public int ProcessId => _process.Id;

    public static EchoServer Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Command) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(start)!;
        return new EchoServer(process, process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The echo server did not start."));
    }

    /// <summary>The child's main: prints its address and ends when its standard input does.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
