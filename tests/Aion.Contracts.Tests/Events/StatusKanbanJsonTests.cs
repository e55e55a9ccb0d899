using System.Text;
using System.Text.Json.Nodes;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Contracts.Tests.Events;

public sealed class StatusKanbanJsonTests
{
    private static readonly Config Config = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void ToBytes_AnyKanban_EqualsJsonFormatter() =>
        Prop.ForAll(KanbanGenerator.Kanban.ToArbitrary(), kanban =>
        {
            var ours = JsonNode.Parse(StatusKanbanJson.ToBytes(kanban));
            var theirs = JsonNode.Parse(JsonFormatter.Default.Format(kanban));
            return JsonNode.DeepEquals(ours, theirs);
        }).Check(Config);

    [Fact]
    public void ToBytes_AnyKanban_IsReadByJsonParser() =>
        Prop.ForAll(KanbanGenerator.Kanban.ToArbitrary(), kanban =>
            JsonParser.Default.Parse<StatusKanban>(Encoding.UTF8.GetString(StatusKanbanJson.ToBytes(kanban))).Equals(kanban)).Check(Config);

    [Fact]
    public void Parse_JsonFormatterOutput_GivesTheKanban() =>
        Prop.ForAll(KanbanGenerator.Kanban.ToArbitrary(), kanban =>
            Parse(JsonFormatter.Default.Format(kanban)).Equals(kanban)).Check(Config);

    [Fact]
    public void Parse_JsonFormatterOutputWithDefaults_GivesTheKanban() =>
        Prop.ForAll(KanbanGenerator.Kanban.ToArbitrary(), kanban =>
        {
            var formatter = new JsonFormatter(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation());
            return Parse(formatter.Format(kanban)).Equals(kanban);
        }).Check(Config);

    [Theory]
    [InlineData("""{"processNumber":"7"}""")]
    [InlineData("""{"processNumber":7.0}""")]
    [InlineData("""{"processNumber":7e0}""")]
    [InlineData("""{"processNumber":-2147483648}""")]
    [InlineData("""{"startAt":null,"processNumber":null,"priorSuccess":null,"fileList":null,"metadata":null}""")]
    [InlineData("""{"fileList":["a"],"fileList":["b"],"startAt":"x","startAt":"y"}""")]
    [InlineData("""{"metadata":{"a":null,"a":[{"b":1E2}]}}""")]
    [InlineData("""{ "priorSuccess" : true }  """)]
    [InlineData("""{"\u0073tartAt":"\ud83d\ude00"}""")]
    public void Parse_UnusualForm_ReadsAsJsonParserDoes(string json) =>
        Assert.Equal(JsonParser.Default.Parse<StatusKanban>(json), Parse(json));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"startAt":1}""")]
    [InlineData("""{"unknownField":1}""")]
    [InlineData("""{"processNumber":1.5}""")]
    [InlineData("""{"processNumber":2147483648}""")]
    [InlineData("""{"processNumber":"x"}""")]
    [InlineData("""{"priorSuccess":"true"}""")]
    [InlineData("""{"fileList":"a"}""")]
    [InlineData("""{"fileList":[null]}""")]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("""{"metadata":{"a":1e999}}""")]
    public void Parse_NotAKanban_ThrowsAsJsonParserDoes(string json)
    {
        Assert.ThrowsAny<Exception>(() => JsonParser.Default.Parse<StatusKanban>(json));
        Assert.Throws<FormatException>(() => Parse(json));
    }

    [Fact]
    public void Parse_LoneSurrogate_ThrowsFormatException() =>
        Assert.Throws<FormatException>(() => Parse("""{"startAt":"\ud800"}"""));

    [Fact]
    public void Parse_DeepestMetadataAccepted_CanBeSentAsProtobuf()
    {
        var depth = Enumerable.Range(1, 200).TakeWhile(n => Accepts(Nested(n))).Last();

        var delivery = new Delivery { Kanban = Parse(Nested(depth)) };

        Assert.InRange(depth, 25, 40);
        Assert.Equal(delivery, Delivery.Parser.ParseFrom(delivery.ToByteArray()));
    }

    [Fact]
    public void ToBytes_ValueWithoutKind_WritesNull() =>
        Assert.Equal(
            """{"metadata":{"a":null,"b":"NaN"}}""",
            Encoding.UTF8.GetString(StatusKanbanJson.ToBytes(new StatusKanban
            {
                Metadata = new Struct { Fields = { ["a"] = new Value(), ["b"] = Value.ForNumber(double.NaN) } },
            })));

    [Fact]
    public void HasUnknownFields_FieldOfAnotherVersion_IsTrue()
    {
        var known = new StatusKanban { StartAt = "x" }.ToByteArray();

        Assert.False(StatusKanban.Parser.ParseFrom(known).HasUnknownFields);
        Assert.True(StatusKanban.Parser.ParseFrom([.. known, 0xF8, 0x01, 0x07]).HasUnknownFields);
    }

    private static StatusKanban Parse(string json) => StatusKanbanJson.Parse(Encoding.UTF8.GetBytes(json));

    private static string Nested(int depth) =>
        $$"""{"metadata":{{string.Concat(Enumerable.Repeat("{\"a\":", depth))}}1{{new string('}', depth)}}}""";

    private static bool Accepts(string json)
    {
        try
        {
            Parse(json);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
