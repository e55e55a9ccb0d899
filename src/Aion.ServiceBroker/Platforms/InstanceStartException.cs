namespace Aion.ServiceBroker.Platforms;

/// <summary>An instance cannot be started, for a reason that the message tells its owner.</summary>
public sealed class InstanceStartException : Exception
{
    /// <summary>Creates it with the cause as shown in the instance's state.</summary>
    public InstanceStartException(InstanceCause cause)
        : base(cause.Text) => Cause = cause;

    /// <summary>Creates it with the cause as shown in the instance's state.</summary>
    public InstanceStartException(InstanceCause cause, Exception inner)
        : base(cause.Text, inner) => Cause = cause;

    /// <summary>Creates it with a cause of kind <see cref="CauseKind.Unknown"/>.</summary>
    public InstanceStartException(string cause)
        : base(cause) => Cause = new InstanceCause(CauseKind.Unknown, cause);

    /// <summary>Creates it with a cause of kind <see cref="CauseKind.Unknown"/>.</summary>
    public InstanceStartException(string cause, Exception inner)
        : base(cause, inner) => Cause = new InstanceCause(CauseKind.Unknown, cause);

    /// <summary>Creates it without a cause.</summary>
    public InstanceStartException()
    {
    }

    /// <summary>Why it cannot be started.</summary>
    public InstanceCause Cause { get; } = new(CauseKind.Unknown, "it cannot be started");
}
