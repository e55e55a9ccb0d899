using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aion.Testing;

/// <summary>
/// A real redis-server process on a free port of the loopback address, with an append-only file in a folder of its own, so
/// that a restart keeps the data.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private Process? process;

    private RedisServer(int port, string? password) => (Port, Password) = (port, password);

    public int Port { get; }

    public string? Password { get; }

    /// <summary>host:port, as component metadata redisHost has it.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>Whether the machine has a redis-server on its PATH.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public static async Task<RedisServer> StartAsync(string? password = null)
    {
        var server = new RedisServer(FreePort.Next(), password);
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Starts again after <see cref="KillAsync"/>, on the same port with the same data.</summary>
    public async Task StartProcessAsync()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory.FullPath, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no", .. Password is null ? [] : new[] { "--requirepass", Password },
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("redis-server did not start");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("There is no redis-server on the PATH; install it (Debian: apt-get install redis-server)", exception);
        }

        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        await Eventually.HoldsAsync(AnswersAsync, $"redis-server answers on port {Port}");
    }

    /// <summary>Ends the process as a crash does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync();
        }

        directory.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"redis-server ended with exit code {process.ExitCode}; is port {Port} taken?");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var count = await stream.ReadAsync(answer);

            // -NOAUTH is an answer too; -LOADING is not.
            return answer.AsSpan(0, count).StartsWith("+PONG"u8) || answer.AsSpan(0, count).StartsWith("-NOAUTH"u8);
        }
        catch (SocketException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
