using System.Text.Json;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.DeadLetters;

namespace Aion.Cli.Tests.Kanbans;

/// <summary>Dead letters go by the id of their kanban, as long as that is one letter.</summary>
public sealed class LetterNameTests
{
    [Fact]
    public async Task Kanban_SetAsideOnce_GoesByItsOwnId()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        Assert.Contains("\nkanban-a ", (await AionctlProcess.RunAsync(home, "kanban", "dead")).Expect(ExitCode.Ok).Output);
        (await AionctlProcess.RunAsync(home, "kanban", "redrive", "kanban-a")).Expect(ExitCode.Ok);
        (await AionctlProcess.RunAsync(home, "kanban", "redrive", "letter-a")).Expect(ExitCode.Ok);
        Assert.Equal(2, broker.Requests.Count(request => request == "POST /api/v1/dead/letter-a/redrive"));
    }

    [Fact]
    public async Task Kanban_SetAsideTwice_GoesByItsLetters()
    {
        await using var home = new TestHome();
        await using var broker = await StartAsync(home);
        var listed = (await AionctlProcess.RunAsync(home, "kanban", "dead")).Expect(ExitCode.Ok).Output;
        Assert.Contains("\nletter-b ", listed);
        Assert.Contains("\nletter-c ", listed);
        var refused = (await AionctlProcess.RunAsync(home, "kanban", "redrive", "kanban-b")).Expect(ExitCode.Rejected);
        Assert.Contains("kanban-b was set aside 2 times. Name one of its letters: letter-b, letter-c", refused.Error);
        Assert.DoesNotContain(broker.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    private static async Task<FakeBroker> StartAsync(TestHome home)
    {
        var broker = await FakeBroker.StartAsync(home);
        broker.Dead = new DeadAnswer(3, [Letter("letter-a", "kanban-a"), Letter("letter-b", "kanban-b"), Letter("letter-c", "kanban-b")]);
        return broker;
    }

    private static DeadLetter Letter(string id, string kanban) => new(
        id, kanban, "judge", 1, "", "poison", "It was in flight in 3 crashes", "kanban.before.judge.001", 3, DateTimeOffset.UtcNow,
        JsonDocument.Parse("{}").RootElement);
}
