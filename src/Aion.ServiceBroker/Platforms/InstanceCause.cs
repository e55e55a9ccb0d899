namespace Aion.ServiceBroker.Platforms;

/// <summary>Why an instance is in its state.</summary>
/// <param name="Kind">What sort of reason it is.</param>
/// <param name="Text">One line for people, with what to do about it where that is known. Starts in small letters.</param>
public sealed record InstanceCause(CauseKind Kind, string Text)
{
    /// <summary>The program's exit code, when it ended with one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that ended it, when one did.</summary>
    public int? Signal { get; init; }

    /// <summary>The last lines of its log at that moment, oldest first: at most 20, without control characters.</summary>
    public IReadOnlyList<string> LogTail { get; init; } = [];

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
