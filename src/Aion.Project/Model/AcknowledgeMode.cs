using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>When a kanban leaves its queue.</summary>
public enum AcknowledgeMode
{
    /// <summary>When it was written to the live stream (AION's rule). The default.</summary>
    [JsonStringEnumMemberName("delivery")]
    Delivery,

    /// <summary>When the service sends its output or stops cleanly; in flight at a crash is delivered again.</summary>
    [JsonStringEnumMemberName("output")]
    Output,

    /// <summary>The service subscribes to its queue's topic itself with a Dapr SDK; status-kanban leaves the queue alone.</summary>
    [JsonStringEnumMemberName("subscriber")]
    Subscriber,
}
