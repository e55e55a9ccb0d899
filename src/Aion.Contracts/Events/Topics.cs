using System.Globalization;

namespace Aion.Contracts.Events;

/// <summary>Names of the topics and of the Dapr components that carry them.</summary>
public static class Topics
{
    /// <summary>The Dapr pub/sub component of all topics below.</summary>
    public const string PubSubComponent = "aion-pubsub";

    /// <summary>Every accepted output of a microservice.</summary>
    public const string After = "kanban.after";

    /// <summary>Kanbans set aside, each with its reason, for <c>redrive</c>.</summary>
    public const string Dead = "kanban.dead";

    /// <summary>Changes of the project and of instances: <see cref="LifecycleEvent"/>.</summary>
    public const string Lifecycle = "aion.lifecycle";

    private const string BeforePrefix = "kanban.before.";

    /// <summary>The topic of the queue of one instance: <c>kanban.before.judge.001</c>.</summary>
    /// <param name="service">The label: the last path part of the image name, without a tag.</param>
    /// <param name="number">The process number, from 1.</param>
    public static string Before(string service, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{BeforePrefix}{service}.{number:D3}");

    /// <summary>Reads the name that <see cref="Before"/> makes; false for any other topic.</summary>
    public static bool TryParseBefore(string topic, out string service, out int number)
    {
        (service, number) = ("", 0);
        var dot = topic.LastIndexOf('.');
        if (!topic.StartsWith(BeforePrefix, StringComparison.Ordinal) || dot <= BeforePrefix.Length - 1
            || !InstanceName.TryParseNumber(topic.AsSpan(dot + 1), out number))
        {
            return false;
        }

        service = topic[BeforePrefix.Length..dot];
        return service.Length > 0;
    }
}
