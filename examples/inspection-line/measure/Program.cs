using InspectionLine.Measure.Measuring;
using InspectionLine.Measure.Pictures;

// By hand: measure FILE... prints what it finds.
foreach (var file in args)
    Console.WriteLine($"{file}: {new PartMeasurer(0.2).Measure(PgmReader.Read(File.ReadAllBytes(file)))}");
