using System.Threading.Channels;

namespace Aion.Bench.Product;

/// <summary>Counts what arrives until everything is there or nothing more comes.</summary>
internal sealed class BurstTally(int senders, int each)
{
    private readonly bool[,] _seen = new bool[senders, each + 1];
    private readonly int[] _last = new int[senders];

    public int Distinct { get; private set; }

    public int Repeated { get; private set; }

    public int OutOfOrder { get; private set; }

    public int Lost => (senders * each) - Distinct;

    public long LastTimestamp { get; private set; }

    public async Task CountAsync(ChannelReader<Arrival> arrivals, TimeSpan patience)
    {
        while (Lost > 0)
        {
            using var timeout = new CancellationTokenSource(patience);
            try
            {
                await arrivals.WaitToReadAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            while (arrivals.TryRead(out var arrival))
            {
                Count(arrival);
            }
        }
    }

    private void Count(Arrival arrival)
    {
        if (_seen[arrival.Caller, arrival.Number])
        {
            Repeated++;
            return;
        }

        _seen[arrival.Caller, arrival.Number] = true;
        Distinct++;
        OutOfOrder += arrival.Number < _last[arrival.Caller] ? 1 : 0;
        _last[arrival.Caller] = Math.Max(_last[arrival.Caller], arrival.Number);
        LastTimestamp = arrival.Timestamp;
    }
}
