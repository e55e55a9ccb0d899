using Aion.Contracts.V1;

namespace Aion.Client.Receiving;

/// <summary>
/// The last final answers. A stream can be lost with answers on their way; what is then delivered again is answered from here and
/// not worked on twice.
/// </summary>
internal sealed class AnswerHistory(int capacity)
{
    private readonly Dictionary<string, Acknowledgement> _answers = [];
    private readonly Queue<string> _order = [];

    public Acknowledgement? Find(string kanbanId) => _answers.GetValueOrDefault(kanbanId);

    public void Add(Acknowledgement answer)
    {
        if (_answers.TryAdd(answer.KanbanId, answer))
        {
            _order.Enqueue(answer.KanbanId);
            if (_order.Count > capacity)
            {
                _answers.Remove(_order.Dequeue());
            }
        }
    }
}
