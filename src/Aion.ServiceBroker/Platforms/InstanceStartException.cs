namespace Aion.ServiceBroker.Platforms;

/// <summary>An instance cannot be started, for a reason that the message tells its owner.</summary>
public sealed class InstanceStartException : Exception
{
    /// <summary>Creates it with the cause as shown in the instance's state.</summary>
    public InstanceStartException(string cause)
        : base(cause)
    {
    }

    /// <summary>Creates it with the cause as shown in the instance's state.</summary>
    public InstanceStartException(string cause, Exception inner)
        : base(cause, inner)
    {
    }

    /// <summary>Creates it without a cause.</summary>
    public InstanceStartException()
    {
    }
}
