namespace Aion.ServiceBroker.Tests.Platforms.Processes;

/// <summary>Adopts or starts one instance, says its pid, how it got it and how it ended, and waits to be killed.</summary>
internal static class KillableHost
{
    public static async Task<int> RunAsync(string home, string[] command)
    {
        using var platform = TestPlatform.Create(home);
        var spec = TestPlatform.Spec(home, command);
        var instance = await platform.AdoptAsync(spec, CancellationToken.None);
        await platform.EndLeftoversAsync(new HashSet<string>(), CancellationToken.None);
        instance ??= await platform.StartAsync(spec, CancellationToken.None);
        Console.WriteLine($"{instance.Pid} {(instance.Adopted ? "adopted" : "started")}");
        var exit = await instance.Exited;
        Console.WriteLine(exit);
        Console.WriteLine(string.Join('|', exit.Cause.LogTail));
        return 0;
    }
}
