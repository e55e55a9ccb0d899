using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Aion.Testing;

/// <summary>
/// <c>aionctl up</c> as a process of its own, on free ports and with a home of its own. It can be killed and started again
/// on what it left behind.
/// </summary>
/// <param name="aionctl">Path of aionctl.dll.</param>
/// <param name="projectFile">Path of project.yml; null: a node of a cluster that starts without one.</param>
/// <param name="home">Its AION_HOME.</param>
/// <param name="moreArguments">Further arguments of <c>aionctl up</c>.</param>
public sealed class AionHost(string aionctl, string? projectFile, string home, params string[] moreArguments) : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = Within.Default };

    // A start is compilation for the most part, and a stop waits for its services: a busy machine takes its time for both.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly StringBuilder output = new();
    private Process? process;

    /// <summary>Settings of the platform, such as <c>Aion__StatusKanban__KeepAliveDelay</c>.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    /// <summary>AION_HOME of this host.</summary>
    public string Home { get; } = home;

    /// <summary>Where status-kanban answers kanbanpb and aion.v1.</summary>
    public Uri Kanban { get; private set; } = null!;

    /// <summary>The HTTP API of service-broker.</summary>
    public Uri Broker { get; private set; } = null!;

    /// <summary>The Dapr HTTP API of status-kanban's sidecar.</summary>
    public Uri Sidecar { get; private set; } = null!;

    /// <summary>The process id of the host.</summary>
    public int Pid => process!.Id;

    public bool HasExited => process is null || process.HasExited;

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts the host and waits until its project runs.</summary>
    public async Task StartAsync()
    {
        string[] arguments = [aionctl, "up", .. projectFile is null ? Array.Empty<string>() : [projectFile], "--home", Home, "--ports", "auto", .. moreArguments];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        process?.Dispose();
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.HoldsAsync(() => Task.FromResult(IsReady()), Patience, $"aionctl up {projectFile} is ready");
    }

    /// <summary>Ends the host as a crash does; the services that it started are left to themselves.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync().Within30s();
    }

    /// <summary>Asks the host to stop, as Ctrl-C does, and answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>What service-broker says about its instances.</summary>
    public async Task<IReadOnlyList<InstanceStatus>> InstancesAsync()
    {
        using var status = JsonDocument.Parse(await Http.GetStringAsync(new Uri(Broker, "/api/v1/status")));
        return status.RootElement.GetProperty("instances").Deserialize<InstanceStatus[]>(Json)!;
    }

    /// <summary>The whole answer of <c>GET /api/v1/status</c>.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        using var status = JsonDocument.Parse(await Http.GetStringAsync(new Uri(Broker, "/api/v1/status")));
        return status.RootElement.Clone();
    }

    /// <summary>Makes a project the one in force, as <c>aionctl apply</c> does.</summary>
    public async Task<JsonElement> ApplyAsync(string file)
    {
        using var content = new StringContent(await File.ReadAllTextAsync(file), Encoding.UTF8, "application/yaml");
        using var answer = await Http.PostAsync(new Uri(Broker, "/api/v1/apply?path=" + Uri.EscapeDataString(file)), content);
        var text = await answer.Content.ReadAsStringAsync();
        using var document = answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!HasExited)
            {
                await StopAsync();
            }
        }
        finally
        {
            if (process is not null)
            {
                process.Kill();
                await process.WaitForExitAsync().Within30s();
                process.Dispose();
                process = null;
            }

            // One that was killed, by the test or just now, ended none of its services.
            await LeftServices.EndAsync(Home);
        }
    }

    private bool IsReady()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"aionctl up ended with exit code {process.ExitCode}:\n{Output}");
        }

        // The file of a host that was killed stays behind until the next one writes its own.
        if (ReadRecord() is not { } record || record.GetProperty("pid").GetInt32() != process.Id)
        {
            return false;
        }

        if (!record.GetProperty("ready").GetBoolean())
        {
            return false;
        }

        var addresses = record.GetProperty("addresses");
        Broker = new Uri(addresses.GetProperty("api").GetString()!);
        Kanban = new Uri(addresses.GetProperty("kanbans")[0].GetString()!);
        Sidecar = new Uri(addresses.GetProperty("sidecars").GetProperty("aion-statuskanban").GetString()!);
        return true;
    }

    // Null while the file is not there, or not whole.
    private JsonElement? ReadRecord()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Home, "run", "host.json"))).RootElement;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private void Append(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
