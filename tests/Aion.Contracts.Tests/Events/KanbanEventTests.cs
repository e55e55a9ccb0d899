using System.Buffers;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;

namespace Aion.Contracts.Tests.Events;

public sealed class KanbanEventTests
{
    private static readonly KanbanEvent Full = new()
    {
        Id = "01890000-0000-7000-8000-000000000001",
        Source = "/aion/dev/judge/002",
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Service = "judge",
        ProcessNumber = 2,
        ConnectionKey = "良品",
        CausationId = "parent",
        Device = "dev",
        Attempt = 3,
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Reason = DeadReasons.Rejected,
        ReasonText = "the \"picture\" is empty",
        SourceQueue = "kanban.before.judge.002",
        Data = Encoding.UTF8.GetBytes("""{"startAt":"x","metadata":{"a":[1,{}]}}"""),
    };

    [Fact]
    public void Parse_WhatWriteToWrote_GivesTheSameEvent()
    {
        var copy = KanbanEvent.Parse(Full.ToArray());

        Assert.Equal(Full with { Data = default }, copy with { Data = default });
        Assert.Equal(Full.Data.ToArray(), copy.Data.ToArray());
    }

    [Fact]
    public void WriteTo_EveryAttribute_IsACloudEventWithTextAttributes()
    {
        using var json = JsonDocument.Parse(Full.ToArray());

        var attributes = json.RootElement.EnumerateObject().Where(p => p.Name != "data").ToDictionary(p => p.Name, p => p.Value.GetString());
        Assert.Equal("1.0", attributes["specversion"]);
        Assert.Equal("aion.kanban.v1", attributes["type"]);
        Assert.Equal("application/json", attributes["datacontenttype"]);
        Assert.Equal(attributes["kanbanid"], attributes["id"]);
        Assert.Equal("2", attributes["processnumber"]);
        Assert.Equal("3", attributes["attempt"]);
        Assert.Equal("2026-01-02T03:04:05Z", attributes["time"]);
        Assert.All(attributes.Keys, name => Assert.Matches("^[a-z0-9]{1,20}$", name));
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("data").ValueKind);
    }

    [Fact]
    public void WriteTo_NothingButAnId_LeavesEmptyAttributesOut()
    {
        using var json = JsonDocument.Parse(new KanbanEvent { Id = "a" }.ToArray());

        Assert.Equal(
            ["specversion", "id", "source", "type", "datacontenttype", "kanbanid", "attempt"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void WriteTo_Kanban_WritesItAsData()
    {
        var kanban = new StatusKanban { StartAt = "x", DataPath = "/var/lib/aion/Data/judge_2" };
        var buffer = new ArrayBufferWriter<byte>();

        Full.WriteTo(buffer, kanban);

        Assert.Equal(kanban, StatusKanbanJson.Parse(KanbanEvent.Parse(buffer.WrittenMemory).Data.Span));
    }

    [Fact]
    public void Parse_EnvelopeThatDaprMade_TakesTheSenderFromTheAppId()
    {
        var parsed = Parse("""
            {"specversion":"1.0","id":"x","source":"judge-line-012","type":"com.dapr.event.sent","topic":"kanban.after","pubsubname":"aion-pubsub",
             "traceid":"00-1-2-00","datacontenttype":"text/plain","nested":{"a":[1]},"data":"{\"startAt\":\"é\"}"}
            """);

        Assert.Equal(("judge-line", 12), (parsed.Service, parsed.ProcessNumber));
        Assert.Equal("é", StatusKanbanJson.Parse(parsed.Data.Span).StartAt);
    }

    [Fact]
    public void Parse_Base64Data_IsDecoded() =>
        Assert.Equal("{}", Encoding.UTF8.GetString(Parse("""{"specversion":"1.0","id":"x","data_base64":"e30="}""").Data.Span));

    [Fact]
    public void Parse_KanbanIdBesideId_Wins() =>
        Assert.Equal("k", Parse("""{"kanbanid":"k","specversion":"1.0","id":"x","attempt":4}""").Id);

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "no specversion")]
    [InlineData("""{"specversion":"0.3","id":"x"}""", "'0.3'")]
    [InlineData("""{"specversion":"1.0"}""", "no id")]
    [InlineData("""{"specversion":"1.0","id":{}}""", "'id'")]
    [InlineData("""{"specversion":"1.0","id":"x","processnumber":"two"}""", "'two'")]
    [InlineData("""{"specversion":"1.0","id":"x","data_base64":"?"}""", "data_base64")]
    [InlineData("""{"specversion":"1.0","id":"x","data":{"a":}""", "not valid JSON")]
    [InlineData("""{"specversion":"1.0","id":"x"}{}""", "not valid JSON")]
    public void Parse_NotAnEvent_ThrowsWithTheReason(string json, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => Parse(json)).Message, StringComparison.Ordinal);

    private static KanbanEvent Parse(string json) => KanbanEvent.Parse(Encoding.UTF8.GetBytes(json));
}
