using System.Diagnostics;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>A running <see cref="FaultyHost"/>.</summary>
internal sealed class HostHandle : IAsyncDisposable
{
    private readonly Process _process;

    private HostHandle(Process process) => _process = process;

    public static async Task<HostHandle> StartAsync(string home)
    {
        var host = new HostHandle(Process.Start(new ProcessStartInfo("dotnet", [typeof(HostHandle).Assembly.Location, "lifecycle", home])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!);
        Assert.Equal("ready", await host._process.StandardOutput.ReadLineAsync().WaitAsync(Within.Default));
        return host;
    }

    /// <summary>The answer; null when the host died over it.</summary>
    public async Task<string?> AskAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(Within.Default);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public Task DiesAsync() => _process.WaitForExitAsync().WaitAsync(Within.Default);

    public Task IsAsync(string instance, string state) => Eventually.HoldsAsync(
        async () => await AskAsync("state") is { } states && states.Contains($"{instance}:{state}:", StringComparison.Ordinal), $"{instance} is {state}");

    /// <summary>Stops in order, and everything with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await AskAsync("quit");
        await DiesAsync();
        _process.Dispose();
    }
}
