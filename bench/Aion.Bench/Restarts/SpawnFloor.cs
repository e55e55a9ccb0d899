using Aion.Bench.Measuring;

namespace Aion.Bench.Restarts;

/// <summary>The floor of a restart: posix_spawn of the same program, from before the call until its first command.</summary>
internal static class SpawnFloor
{
    public static async Task<Samples> RunAsync(string directory, int count)
    {
        using var crasher = new Crasher(directory);
        string?[] arguments = [.. crasher.Command, null];
        var samples = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var before = Crasher.Now;
            if (Native.Spawn(out var pid, "/bin/bash", 0, 0, arguments, [null]) is not 0 and var error)
            {
                throw new InvalidOperationException($"posix_spawn of /bin/bash: error {error}");
            }

            samples.Add((await crasher.NextAsync("start")).At - before);
            crasher.Fail();
            await crasher.NextAsync("end");
            _ = Native.WaitPid(pid, out _, 0);
        }

        return new Samples(samples);
    }
}
