using System.Text.Json;
using Aion.FunctionalTests.Hosting;
using Aion.Testing;

namespace Aion.FunctionalTests.Polyglot;

/// <summary>Clients nobody here wrote: grpcio on kanbanpb and @dapr/dapr on its own sidecar, in one project.</summary>
public sealed class PolyglotTests
{
    [Fact]
    public async Task SensorReadings_GoThroughPythonAndNode_AndTheAlarmArrives()
    {
        using var folder = new TempDirectory();
        var project = Path.Combine(Repository.Example("polyglot"), "project.yml");
        await using var host = new AionHost(Repository.Aionctl, project, folder.Combine("home"));
        await host.StartAsync();

        var windows = await LinesAsync(folder.Combine("home", "Data", "classify_1", "windows.jsonl"), 12);
        Assert.Equal(
            [
                "bearing-vibration 0 normal", "bearing-vibration 1 normal", "bearing-vibration 2 normal", "bearing-vibration 3 alarm",
                "coolant-pressure 0 normal", "coolant-pressure 1 normal", "coolant-pressure 2 normal", "coolant-pressure 3 normal",
                "spindle-temperature 0 drifting", "spindle-temperature 1 drifting",
                "spindle-temperature 2 drifting", "spindle-temperature 3 drifting",
            ],
            windows.Select(w => $"{Text(w, "sensor")} {w.GetProperty("window").GetInt32()} {Text(w, "verdict")}"));
        Assert.Equal(4, windows[^1].GetProperty("windowsSoFar").GetInt32());

        var alarm = Assert.Single(await LinesAsync(folder.Combine("home", "Data", "alarm_1", "alarms.jsonl"), 1));
        Assert.Equal("bearing-vibration", Text(alarm, "sensor"));
        Assert.StartsWith("10.084 mm/s, at most 4.5", Text(alarm, "why"), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonElement>> LinesAsync(string path, int count)
    {
        string[] lines = [];
        await Eventually.HoldsAsync(
            () =>
            {
                lines = File.Exists(path) ? File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
                return lines.Length >= count;
            },
            $"{count} lines in {Path.GetFileName(path)}");
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
