using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aion.Bench.Measuring;
using StackExchange.Redis;

namespace Aion.Bench.Floors;

/// <summary>XADD of 300 bytes to a redis-server of our own, in memory; null where none is installed.</summary>
internal static class RedisFloor
{
    public static async Task<LoadResult?> RunAsync(string directory, int callers, TimeSpan time)
    {
        var port = FreePort();
        Process server;
        try
        {
            server = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--save", "", "--dir", directory]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (server)
        {
            await ListeningAsync(port);
            await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
            var database = redis.GetDatabase();
            var data = new byte[300];
            var result = await Load.RunAsync(callers, time, _ => database.StreamAddAsync("floor", "data", data), server.Id);
            server.Kill();
            await server.WaitForExitAsync();
            return result;
        }
    }

    private static async Task ListeningAsync(int port)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException($"redis-server did not listen on port {port}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
