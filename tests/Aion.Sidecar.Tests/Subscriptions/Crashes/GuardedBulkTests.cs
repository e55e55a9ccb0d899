using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Subscriptions.Crashes;

/// <summary>An app that dies on one event of the many that it gets in one call.</summary>
public sealed class GuardedBulkTests
{
    private const string Bulk = """[{"pubsubname":"disk","topic":"queue","route":"/in","bulkSubscribe":{"enabled":true,"maxMessagesCount":10}}]""";

    [Fact]
    public async Task Events_OfACallThatBroke_ComeAloneUntilTheGuiltyOneIsFound()
    {
        await using var judge = await GuardedApp.StartAsync();
        await using var app = await HttpTestApp.StartAsync(Bulk);
        app.Answer = posted => Numbers(posted).Contains(3) ? (HttpTestApp.Breaks, "") : (200, Success(posted));
        await judge.PublishAsync(1, 2, 3, 4);

        var poison = new List<string>();
        for (var run = 1; poison.Count == 0; run++)
        {
            Assert.InRange(run, 1, 3);
            await judge.BeginAsync(app.Port);
            await GetsAsync(app, 3);
            poison.AddRange(await judge.CrashAsync(run));
        }

        Assert.Equal(["event-3"], poison);
        await judge.BeginAsync(app.Port);
        Assert.Equal("4", string.Join(" ", await GetsAsync(app, 4)));
    }

    /// <summary>Waits for the call that has the event.</summary>
    private static async Task<int[]> GetsAsync(HttpTestApp app, int number)
    {
        while (true)
        {
            var numbers = Numbers(await app.Received.NextAsync($"a call with event {number}"));
            if (numbers.Contains(number))
                return numbers;
        }
    }

    private static int[] Numbers(HttpTestApp.Posted posted) =>
        [.. posted.Body.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event").GetProperty("data").GetInt32())];

    private static string Success(HttpTestApp.Posted posted) => JsonSerializer.Serialize(new
    {
        statuses = posted.Body.GetProperty("entries").EnumerateArray().Select(entry => new { entryId = entry.GetProperty("entryId").GetString(), status = "SUCCESS" }),
    });
}
