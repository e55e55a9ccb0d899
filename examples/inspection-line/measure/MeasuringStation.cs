using Aion.Contracts.Kanbanpb;
using Google.Protobuf.WellKnownTypes;
using InspectionLine.Measure.Measuring;
using InspectionLine.Measure.Pictures;

namespace InspectionLine.Measure;

/// <summary>
/// One kanban in, one kanban out: the picture in its <c>fileList</c> is measured, and the figures come into its metadata as
/// <c>measured</c>. What cannot be measured gets <c>measured.error</c>, so that judge can send it to the bin.
/// </summary>
public sealed class MeasuringStation(PartMeasurer measurer)
{
    /// <summary>The output kanban: the input with the figures on top.</summary>
    public StatusKanban Measure(StatusKanban input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var figures = Figures(input.FileList.Count > 0 ? input.FileList[0] : "");
        var output = new StatusKanban
        {
            StartAt = input.StartAt,
            PriorSuccess = !figures.Fields.ContainsKey("error"),
            DataPath = input.DataPath,
            FileList = { input.FileList },
            Metadata = input.Metadata?.Clone() ?? new Struct(),
        };
        output.Metadata.Fields.TryAdd("part", Value.ForString(""));
        output.Metadata.Fields["measured"] = Value.ForStruct(figures);
        return output;
    }

    private Struct Figures(string file)
    {
        try
        {
            return ToStruct(measurer.Measure(PgmReader.Read(File.ReadAllBytes(file))));
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return new Struct { Fields = { ["error"] = Value.ForString(e.Message) } };
        }
    }

    private static Struct ToStruct(PartMeasurement part) => new()
    {
        Fields =
        {
            ["outerDiameter"] = Value.ForNumber(part.OuterDiameter),
            ["boreDiameter"] = Value.ForNumber(part.BoreDiameter),
            ["boreOffset"] = Value.ForNumber(part.BoreOffset),
            ["roundness"] = Value.ForNumber(part.Roundness),
            ["darkArea"] = Value.ForNumber(part.DarkArea),
            ["crackLength"] = Value.ForNumber(part.CrackLength),
            ["brightness"] = Value.ForNumber(part.Brightness),
        },
    };
}
