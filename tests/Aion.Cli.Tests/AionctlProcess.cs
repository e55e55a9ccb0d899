using System.Diagnostics;
using System.Text;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Tests;

/// <summary>The built aionctl as a process of its own, in a pipe, with a home of its own.</summary>
internal sealed class AionctlProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private readonly Task _outputRead;
    private readonly Task<string> _errorRead;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AionctlProcess(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _outputRead = ReadOutputAsync();
        _errorRead = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public string OutputSoFar
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    public static Task<AionctlResult> RunAsync(TestHome home, params string[] arguments) => RunAsync(home, new Dictionary<string, string?>(), arguments);

    public static async Task<AionctlResult> RunAsync(TestHome home, Dictionary<string, string?> environment, params string[] arguments)
    {
        await using var process = Start(home, environment, arguments);
        return await process.EndAsync();
    }

    public static AionctlProcess Start(TestHome home, params string[] arguments) => Start(home, [], arguments);

    public static AionctlProcess Start(TestHome home, Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "aionctl"), arguments)
        {
            WorkingDirectory = home.Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AION_HOME"] = home.Path;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new AionctlProcess(Process.Start(start)!);
    }

    /// <summary>Waits until standard output contains the text.</summary>
    public async Task OutputAsync(string text)
    {
        using var limit = new CancellationTokenSource(Timeout);
        while (true)
        {
            Task changed;
            // Before the look at the output: it may end with the text.
            var ended = _outputRead.IsCompleted;
            lock (_gate)
            {
                if (_output.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
                changed = _changed.Task;
            }
            if (ended)
            {
                Assert.Fail($"aionctl ended without saying '{text}'.\n--- output\n{_output}\n--- error\n{await _errorRead}");
            }
            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"aionctl did not say '{text}' within {Timeout.TotalSeconds} s.\n--- output\n{_output}");
            }
        }
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<AionctlResult> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Timeout);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"aionctl did not end within {Timeout.TotalSeconds} s.\n--- output\n{_output}");
        }
        await _outputRead;
        return new AionctlResult((ExitCode)_process.ExitCode, _output.ToString(), await _errorRead);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        var buffer = new char[4096];
        int count;
        do
        {
            count = await _process.StandardOutput.ReadAsync(buffer);
            TaskCompletionSource changed;
            lock (_gate)
            {
                _output.Append(buffer, 0, count);
                changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            changed.SetResult();
        }
        while (count > 0);
    }
}
