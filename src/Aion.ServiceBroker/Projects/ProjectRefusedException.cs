namespace Aion.ServiceBroker.Projects;

/// <summary>This broker does not take projects; the message says who does.</summary>
public sealed class ProjectRefusedException : Exception
{
    /// <summary>Creates it with the sentence for whoever handed the project over.</summary>
    public ProjectRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence for whoever handed the project over.</summary>
    public ProjectRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates it without a sentence.</summary>
    public ProjectRefusedException()
    {
    }
}
