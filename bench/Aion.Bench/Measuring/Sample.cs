using Aion.Contracts.Kanbanpb;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Bench.Measuring;

/// <summary>The kanban that is sent: about 300 bytes as JSON, as the peer's figures were taken with.</summary>
internal static class Sample
{
    public static StatusKanban Kanban(int caller, int number) => new()
    {
        StartAt = "2026-01-01T00:00:00.000000+09:00",
        FinishAt = "2026-01-01T00:00:00.100000+09:00",
        ConnectionKey = "default",
        ProcessNumber = 1,
        PriorSuccess = true,
        DataPath = "/var/lib/aion/Data/source_1",
        FileList = { "/var/lib/aion/Data/source_1/picture-000001.png" },
        Metadata = new Struct { Fields = { ["caller"] = Value.ForNumber(caller), ["number"] = Value.ForNumber(number) } },
    };
}
