namespace Aion.ServiceBroker.Routing;

/// <summary>The events of one batch that go to one topic, in order.</summary>
/// <param name="topic">The topic.</param>
/// <param name="service">Whose queue it is, or empty.</param>
/// <param name="number">The process number that goes with it.</param>
internal sealed class TopicGroup(string topic, string service, int number)
{
    public string Topic => topic;

    public string Service => service;

    public int Number => number;

    public List<RoutedSlice> Events { get; } = [];
}
