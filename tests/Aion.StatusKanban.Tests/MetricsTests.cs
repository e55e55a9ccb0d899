using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;

namespace Aion.StatusKanban.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Meter_OneOfEverything_CountsEach()
    {
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Aion" && instrument.Name.StartsWith("aion.statuskanban.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument, instrument.Meter.Scope);
                }
            },
        };
        await using var sidecar = await FakeSidecar.StartedAsync();
        App.Apply(sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        await using var app = await App.StartAsync(sidecar.Settings);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, scope) =>
        {
            if (app.Owns(scope))
            {
                counts.AddOrUpdate(instrument.Name[18..], value, (_, sum) => sum + value);
            }
        });
        listener.Start();

        var twice = KanbanEvents.Create("0");
        sidecar.Dapr.Topic("kanban.before.judge.001").Append([twice, twice, KanbanEvents.Create("1") with { Data = "[]"u8.ToArray() }]);
        await app.SendAsync("judge", 1, "x");
        using var call = app.Receive("judge", 1);
        await call.ResponseStream.ReadAsync(1);

        await Eventually.HoldsAsync(() => counts.GetValueOrDefault("acknowledged") == 2);
        Assert.Equal(
            new Dictionary<string, long> { ["accepted"] = 1, ["delivered"] = 1, ["acknowledged"] = 2, ["repeated"] = 1, ["dead"] = 1 },
            counts.ToDictionary());
    }
}
