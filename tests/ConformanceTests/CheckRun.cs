using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Aion.Testing;

namespace ConformanceTests;

/// <summary>One run of a script of checks against one kind of sidecar over one protocol; made once and looked at by many tests.</summary>
public sealed class CheckRun
{
    private static readonly ConcurrentDictionary<(string Sidecar, string Protocol, string Script), Lazy<Task<IReadOnlyList<CheckResult>>>> Runs = new();

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The folder of package.json.</summary>
    public static string Folder { get; } = typeof(CheckRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ConformanceFolder").Value!;

    public static Task<IReadOnlyList<CheckResult>> ResultsAsync(string sidecar, string protocol, string script = "checks.mjs") =>
        Runs.GetOrAdd(
            (sidecar, protocol, script),
            key => new Lazy<Task<IReadOnlyList<CheckResult>>>(() => RunAsync(key.Sidecar, key.Protocol, key.Script))).Value;

    private static async Task<IReadOnlyList<CheckResult>> RunAsync(string sidecar, string protocol, string script)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@dapr", "dapr")))
            throw new InvalidOperationException($"node_modules is missing: run tests/run, or npm ci in {Folder}.");
        Environment.SetEnvironmentVariable("CONFORMANCE_SECRET", "hidden");
        using var folder = new TempDirectory();
        var template = await File.ReadAllTextAsync(Path.Combine(Folder, "components", "components.yaml"));
        folder.Write("resources/components.yaml", template.Replace("ROOT", folder.Combine("files"), StringComparison.Ordinal));
        Directory.CreateDirectory(folder.Combine("files"));

        var appPort = FreePort.Next();
        var resources = folder.Combine("resources");
        await using var running = sidecar == "daprd"
            ? await Daprd.StartAsync(resources, "conformance", appPort, protocol)
            : await EmbeddedSidecar.StartAsync(resources, "conformance", appPort, protocol);
        return await NodeAsync([script, protocol, "conformance", $"{appPort}", $"{running.HttpPort}", $"{running.GrpcPort}"]);
    }

    private static async Task<IReadOnlyList<CheckResult>> NodeAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var results = new List<CheckResult>();
        try
        {
            while (await node.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
            {
                if (line.StartsWith("{\"name\"", StringComparison.Ordinal))
                    results.Add(JsonSerializer.Deserialize<CheckResult>(line, Web)!);
            }
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }

        await node.WaitForExitAsync();
        return results.Count > 0 ? results : throw new InvalidOperationException($"{arguments[0]} gave no results:\n{await errors}");
    }
}
