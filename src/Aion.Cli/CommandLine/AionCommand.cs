using System.CommandLine;

namespace Aion.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class AionCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Runs <paramref name="run"/> with the parsed values; its exceptions become a sentence and an exit code.</summary>
    public AionCommand Runs(CommonOptions common, Func<CommandContext, CancellationToken, Task<ExitCode>> run)
    {
        foreach (var argument in Arguments)
        {
            // Optional arguments would otherwise swallow a mistyped option.
            argument.Validators.Add(result =>
            {
                if (result.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-') is { } token)
                {
                    result.AddError($"{token.Value} is no option of this command.");
                }
            });
        }
        SetAction((parsed, cancellation) => CommandRunner.RunAsync(new CommandContext(parsed, common), run, cancellation));
        return this;
    }
}
