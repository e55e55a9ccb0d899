using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>Which patches of the code this instance takes. A patch holds from its first question on, if that was not a replay.</summary>
internal sealed class PatchLedger
{
    private readonly HashSet<string> _recorded;
    private readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _taken = [];

    public PatchLedger(IEnumerable<Wire.HistoryEvent> past) => _recorded = new HashSet<string>(RecordedIn(past), StringComparer.Ordinal);

    /// <summary>The patches that a history was made with, once for every time they were asked for.</summary>
    public static IEnumerable<string> RecordedIn(IEnumerable<Wire.HistoryEvent> past) =>
        past.SelectMany(static entry => entry.WorkflowStarted?.Version?.Patches.AsEnumerable() ?? []);

    public bool IsPatched(string name, bool isReplaying)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_answers.TryGetValue(name, out var answer))
        {
            _answers[name] = answer = !isReplaying || _recorded.Contains(name);
        }

        if (answer)
        {
            _taken.Add(name);
        }

        return answer;
    }

    /// <summary>What the sidecar has to record with the turn, or null.</summary>
    public Wire.WorkflowVersion? ToVersion(string workflow) =>
        _taken.Count == 0 ? null : new Wire.WorkflowVersion { Name = workflow, Patches = { _taken } };
}
