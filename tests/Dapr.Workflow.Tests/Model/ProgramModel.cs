namespace Dapr.Workflow.Tests.Model;

/// <summary>What a program must come to, however often anything is killed meanwhile.</summary>
internal sealed class ProgramModel
{
    private readonly int[] _seen = new int[ProgramState.EventNames];

    /// <summary>What it returns, or null when it fails.</summary>
    public string[]? Lines { get; private set; }

    /// <summary>What it fails with, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>The custom status of the last run.</summary>
    public string? Status { get; private set; }

    /// <summary>How many events of each name it takes.</summary>
    public IReadOnlyList<int> Events => _seen;

    /// <summary>How many calls of an activity each step makes.</summary>
    public SortedDictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    public static string EventName(int number) => $"event{number}";

    public static string Done(string path) => $"done {path}";

    public static string Failed(string path) => $"failed {path}";

    public static ProgramModel Of(string instance, ProgramStep[][] runs)
    {
        var model = new ProgramModel();
        try
        {
            List<string> lines = [];
            for (var run = 0; run < runs.Length; run++)
            {
                model.Status = null;
                lines.AddRange(runs[run].Select((step, i) => model.Line(instance, step, $"{run}.{i}")).ToList());
            }

            model.Lines = [.. lines];
        }
        catch (InvalidOperationException e)
        {
            model.Failure = e.Message;
        }

        return model;
    }

    private string Line(string instance, ProgramStep step, string path) => step.Kind switch
    {
        StepKind.Activity => Activity(instance, step, path),
        StepKind.Timer => "timer",
        StepKind.Event => $"{EventName(step.Number)} {_seen[step.Number]++}",
        StepKind.Timeout => "timeout",
        StepKind.Echo => "echo " + path,
        StepKind.Status => SetStatus(path),
        StepKind.Child => Child(instance, step, path),
        StepKind.Parallel => string.Join('|', step.Branches!.Select((branch, i) => Line(instance, branch, $"{path}.{i}"))),
        _ => throw new InvalidOperationException($"fail {path}"),
    };

    private string Activity(string instance, ProgramStep step, string path)
    {
        Effects[$"{instance} {path}"] = Math.Min(step.Failures + 1, ProgramStep.MostAttempts);
        return step.Failures < ProgramStep.MostAttempts ? Done(path) : Failed(path);
    }

    private string SetStatus(string path)
    {
        Status = path;
        return "status";
    }

    private string Child(string instance, ProgramStep step, string path)
    {
        var child = Of($"{instance}-{path}", [step.Child!]);
        foreach (var (key, count) in child.Effects)
        {
            Effects[key] = count;
        }

        return child.Lines is { } lines ? $"[{string.Join(',', lines)}]" : $"[{child.Failure}]";
    }
}
