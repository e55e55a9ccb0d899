namespace Aion.StatusKanban.Queues;

/// <summary>The clients of a queue, served in turn. Not safe for concurrent use: the queue's lock guards it.</summary>
internal sealed class ConsumerRing
{
    private readonly List<QueueConsumer> _consumers = [];
    private int _turn;

    public int Count => _consumers.Count;

    public void Add(QueueConsumer consumer) => _consumers.Add(consumer);

    public void Remove(QueueConsumer consumer) => _consumers.Remove(consumer);

    /// <summary>The next one that waits for a kanban and may have this one, or null. The one who was served last is asked last.</summary>
    public QueueConsumer? Next(HeldKanban held)
    {
        for (var i = 0; i < _consumers.Count; i++)
        {
            var place = (_turn + i) % _consumers.Count;
            if (_consumers[place].IsWaiting && _consumers[place].MayHave(held))
            {
                _turn = place + 1;
                return _consumers[place];
            }
        }

        return null;
    }
}
