namespace Aion.Contracts.State;

/// <summary>The values of <c>acknowledge</c> in project.yml: when a kanban leaves its queue.</summary>
public static class AcknowledgeModes
{
    /// <summary>When it is written to the service's live stream. The default, and AION's rule.</summary>
    public const string Delivery = "delivery";

    /// <summary>When the service sends its output or stops cleanly.</summary>
    public const string Output = "output";

    /// <summary>When the service answers the Dapr subscription that it holds on its queue's topic itself.</summary>
    public const string Subscriber = "subscriber";
}
