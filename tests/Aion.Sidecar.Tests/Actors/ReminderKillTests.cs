using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Aion.Sidecar.Actors.Reminders;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>A sidecar process that is killed while it takes reminders.</summary>
public sealed class ReminderKillTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reminder_ThatWasAnswered_IsThereAfterAKillAndFires()
    {
        _folder.Write("resources/store.yaml", ActorResources.StateStore);
        var port = FreePort.Next();
        using var process = Start(port);
        var http = int.Parse((await process.StandardOutput.ReadLineAsync().Within30s("the port"))!, CultureInfo.InvariantCulture);
        await using var app = await ActorApp.StartAsync(new SidecarEndpoint("shop", http, 0), port);

        var answered = await RegisterUntilKilledAsync(process, http);

        await using var host = await SidecarHost.StartAsync(new SidecarHostOptions
        {
            ResourcePaths = [_folder.Combine("resources")],
            DataDirectory = _folder.Combine("data"),
            TimeProvider = new ShiftedTime { Shift = TimeSpan.FromHours(2) },
        });
        await host.AddAppAsync(new SidecarAppOptions { AppId = "shop", AppPort = port });
        var left = answered.ToHashSet(StringComparer.Ordinal);
        while (left.Count > 0)
            left.Remove(await app.Events.NextAsync($"{left.Count} reminders more"));
        await Eventually.HoldsAsync(() => !host.Runtime.Actors.Reminders.Book.All.Any());
    }

    /// <summary>The reminders that were promised, as their actors will tell them.</summary>
    private static async Task<IReadOnlyCollection<string>> RegisterUntilKilledAsync(Process process, int port)
    {
        const int enough = 300;
        var answered = new ConcurrentQueue<string>();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => RegisterAsync(caller))).Within30s();
        await process.WaitForExitAsync().Within30s();
        Assert.True(answered.Count >= enough);
        return answered;

        async Task RegisterAsync(int caller)
        {
            for (var number = 0; ; number++)
            {
                var name = $"r{caller}-{number}";
                var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("x"));
                using var content = new StringContent($$"""{"dueTime":"1h","data":"{{data}}"}""", Encoding.UTF8, "application/json");
                try
                {
                    using var answer = await client.PostAsync($"/v1.0/actors/TestActor/a{caller}/reminders/{name}", content);
                    Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                answered.Enqueue($"reminder {name} x");
                if (answered.Count >= enough)
                    process.Kill();
            }
        }
    }

    private Process Start(int port) => Process.Start(new ProcessStartInfo(
        "dotnet",
        ["exec", Path.Combine(AppContext.BaseDirectory, "Aion.Sidecar.CrashHost.dll"), "actors", _folder.Combine("resources"), _folder.Combine("data"), $"{port}"])
    {
        RedirectStandardOutput = true,
    })!;
}
