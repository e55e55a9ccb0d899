using System.Globalization;
using System.Runtime.InteropServices;
using Aion.Client;
using InspectionLine.Measure;
using InspectionLine.Measure.Measuring;

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

var scale = double.Parse(Environment.GetEnvironmentVariable("MILLIMETRES_PER_PIXEL") ?? "0.2", CultureInfo.InvariantCulture);
var station = new MeasuringStation(new PartMeasurer(scale));

await using var client = KanbanClient.FromEnvironment();
try
{
    // Asking for the next kanban says that the last one is done; one that was not done comes again after a crash.
    await foreach (var kanban in client.ReceiveAsync(stop.Token))
    {
        var measured = station.Measure(kanban.Kanban);
        await kanban.SendAsync(measured, stop.Token);
        Console.WriteLine($"{measured.Metadata.Fields["part"].StringValue}: {measured.Metadata.Fields["measured"].StructValue}");
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("stopped");
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
