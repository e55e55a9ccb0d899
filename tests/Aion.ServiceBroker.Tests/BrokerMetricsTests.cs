using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Aion.ServiceBroker.Tests;

public sealed class BrokerMetricsTests
{
    [Fact]
    public async Task Meter_Aion_CountsWhatIsRoutedAndWhatRuns()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr);
        var own = broker.App.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Aion" && instrument.Meter.Scope == own)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => seen[tags.Length == 0 ? i.Name : $"{i.Name} {tags[0].Value}"] = value);
        listener.Start();

        await broker.ApplyAsync("deviceName: here\nmicroservices:\n  a: {command: [x], nextService: {default: [{name: a}]}}\n  b: {command: [x]}\n");
        await broker.DeliverAsync(Kanbans.Of("stranger"), Kanbans.Of("stranger"), Kanbans.Of("stranger"));
        listener.RecordObservableInstruments();
        Assert.Equal((3, 3, 3, 2), (seen["aion.broker.routed"], seen["aion.broker.dead"], seen["aion.broker.batch"], seen["aion.broker.instances waiting"]));
    }
}
