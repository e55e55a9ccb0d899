using System.Globalization;
using System.Runtime.InteropServices;

namespace Aion.Bench.Restarts;

/// <summary>The program crasher.sh in a folder of its own: what it wrote, and the pipe by which it is told to fail.</summary>
internal sealed class Crasher : IDisposable
{
    private const uint OwnerMode = 0b110_000_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _stamps;
    private readonly string _path;
    private readonly FileStream _pipe;
    private int _seen;

    public Crasher(string directory)
    {
        Directory.CreateDirectory(directory);
        (_stamps, _path) = (Path.Combine(directory, "stamps"), Path.Combine(directory, "pipe"));
        if (Native.MakeFifo(_path, OwnerMode) != 0)
        {
            throw new InvalidOperationException($"mkfifo {_path}: error {Marshal.GetLastPInvokeError()}");
        }

        // Read and write, as the program does: opening it waits for nobody then.
        _pipe = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public IReadOnlyList<string> Command => ["bash", Path.Combine(AppContext.BaseDirectory, "Restarts", "crasher.sh"), _stamps, _path];

    public static double Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;

    /// <summary>Has it fail with exit code 1.</summary>
    public void Fail() => _pipe.Write("\n"u8);

    /// <summary>Waits for its next line: when, in microseconds since 1970, and its process id.</summary>
    public async Task<(double At, int ProcessId)> NextAsync(string what)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            var lines = File.Exists(_stamps) ? await File.ReadAllLinesAsync(_stamps, timeout.Token) : [];
            if (lines.Length > _seen && lines[_seen].Split(' ') is [var word, var at, var pid])
            {
                _seen++;
                return word == what ? (double.Parse(at, CultureInfo.InvariantCulture) * 1e6, int.Parse(pid, CultureInfo.InvariantCulture))
                    : throw new InvalidOperationException($"crasher.sh wrote '{lines[_seen - 1]}' where '{what}' was expected.");
            }

            await Task.Delay(Poll, timeout.Token);
        }
    }

    public void Dispose() => _pipe.Dispose();
}
