using Aion.Contracts.Kanbanpb;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Contracts.Tests.Events;

/// <summary>Random kanbans: every field, any valid Unicode text, metadata of every kind and some depth.</summary>
internal static class KanbanGenerator
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (1, Gen.Constant("")),
        (3, Gen.Elements("default", "C:\\data\\\"x\"", "工程", "a/b<c>&'d'", "\u0000\u001f\u007f\u0085\u2028\u2029\uFEFF", "😀é")),
        (3, Gen.Choose(0, 0x10FFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).ListOf().Select(string.Concat)));

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Elements(0, -0.0, 1, -1, 0.1, 1e-7, 1e15, 1e16, 1e21, 123456789.125, double.MaxValue, double.Epsilon, int.MinValue),
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => n / 1000.0));

    private static readonly Gen<int> Whole = Gen.OneOf(
        Gen.Elements(0, 1, -1, int.MaxValue, int.MinValue), Gen.Choose(int.MinValue, int.MaxValue));

    public static readonly Gen<StatusKanban> Kanban =
        from texts in Text.ArrayOf(5)
        from number in Whole
        from success in Gen.Elements(true, false)
        from files in Text.ListOf()
        from metadata in Gen.OneOf(Gen.Constant<Struct?>(null), StructOf(3).Select(s => (Struct?)s))
        select new StatusKanban
        {
            StartAt = texts[0],
            FinishAt = texts[1],
            NextDeviceName = texts[2],
            ConnectionKey = texts[3],
            ProcessNumber = number,
            PriorSuccess = success,
            DataPath = texts[4],
            FileList = { files },
            Metadata = metadata,
        };

    private static Gen<Struct> StructOf(int depth) =>
        // JsonFormatter refuses an empty name.
        from names in Text.Where(name => name.Length > 0).ListOf()
        from values in ValueOf(depth).ArrayOf(names.Count)
        select Fill(names, values);

    private static Struct Fill(IEnumerable<string> names, Value[] values)
    {
        var result = new Struct();
        foreach (var (name, value) in names.Zip(values))
        {
            result.Fields[name] = value;
        }

        return result;
    }

    private static Gen<Value> ValueOf(int depth)
    {
        Gen<Value>[] leaves =
        [
            Text.Select(Value.ForString), Number.Select(Value.ForNumber), Gen.Elements(true, false).Select(Value.ForBool),
            Gen.Constant(0).Select(_ => Value.ForNull()),
        ];
        return depth == 0
            ? Gen.OneOf(leaves)
            : Gen.OneOf([
                .. leaves,
                Gen.Choose(0, 3).SelectMany(n => ValueOf(depth - 1).ArrayOf(n)).Select(v => Value.ForList(v)),
                StructOf(depth - 1).Resize(3).Select(Value.ForStruct),
            ]);
    }
}
