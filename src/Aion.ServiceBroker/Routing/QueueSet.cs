using Aion.Contracts.Events;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Routing;

/// <summary>The queues of one service, with the topic names made once and not per kanban.</summary>
internal sealed class QueueSet
{
    private readonly Destination[] _numbers;

    public QueueSet(ServiceModel service)
    {
        (Label, WithoutKanban) = (service.Label, service.WithoutKanban);
        _numbers = [.. Enumerable.Range(1, service.Scale).Select(
            n => Destination.Local(Topics.Before(service.Label, n), service.Label, n))];
    }

    public string Label { get; }

    public bool WithoutKanban { get; }

    public Destination Of(int number)
    {
        if (WithoutKanban)
        {
            return Destination.Dead(
                DeadReasons.NoSuchService, $"The next service '{Label}' is withoutKanban: it has no queues.", Label, number);
        }

        return number >= 1 && number <= _numbers.Length
            ? _numbers[number - 1]
            : Destination.Dead(
                DeadReasons.NoSuchNumber, $"The next service '{Label}' has the numbers 1 to {_numbers.Length}, not {number}.", Label, number);
    }
}
