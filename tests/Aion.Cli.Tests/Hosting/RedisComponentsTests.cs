using Aion.Cli.CommandLine;
using Aion.Testing;

namespace Aion.Cli.Tests.Hosting;

/// <summary>The component files of the repository are good for a real Redis, not only in form.</summary>
public sealed class RedisComponentsTests
{
    [Fact]
    public async Task Up_WithTheRepositorysRedisComponents_PassesAKanban()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var home = new TestHome();
        home.Write("project.yml", """
            microservices:
              camera:
                command: [sleep, "600"]
                nextService:
                  default: [{name: judge}]
              judge:
                command: [sh, -c, "echo awake; exec sleep 600"]
            """);
        Directory.CreateDirectory(Path.Combine(home.Project, "components"));
        foreach (var file in Directory.GetFiles(Repository.PathOf("components"), "*.yaml"))
        {
            home.Write($"components/{Path.GetFileName(file)}", File.ReadAllText(file).Replace("localhost:6379", redis.Host, StringComparison.Ordinal));
        }

        (await AionctlProcess.RunAsync(home, "up", "--detach", "--ports", "auto", "--components", "components")).Expect(ExitCode.Ok);
        (await AionctlProcess.RunAsync(home, "kanban", "send", "camera")).Expect(ExitCode.Ok);
        await Eventually.HoldsAsync(
            async () => (await AionctlProcess.RunAsync(home, "logs", "judge")).Expect(ExitCode.Ok).Output.Contains("awake", StringComparison.Ordinal),
            "the kanban woke judge");
        (await AionctlProcess.RunAsync(home, "down")).Expect(ExitCode.Ok);
        Assert.False(File.Exists(Path.Combine(home.Path, "state", "aion.db")), "The embedded database was used.");
    }
}
