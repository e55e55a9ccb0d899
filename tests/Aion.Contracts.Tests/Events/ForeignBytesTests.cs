using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;

namespace Aion.Contracts.Tests.Events;

public sealed class ForeignBytesTests
{
    [Theory]
    [InlineData("{\"a\": [1]}", "{\"a\": [1]}")]
    [InlineData("7", "7")]
    [InlineData("not JSON", "\"not JSON\"")]
    [InlineData("{\"a\":", "\"{\\\"a\\\":\"")]
    [InlineData("", "\"\"")]
    public void ToJson_OfText_KeepsJsonAndQuotesTheRest(string text, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(ForeignBytes.ToJson(Encoding.UTF8.GetBytes(text)).Span));

    [Fact]
    public void ToJson_OfBytesThatAreNoText_IsBase64() =>
        Assert.Equal([0xFF, 0x00, 0x9F], JsonSerializer.Deserialize<byte[]>(ForeignBytes.ToJson(new byte[] { 0xFF, 0x00, 0x9F }).Span));

    [Fact]
    public void ToJson_OfALongText_IsCutBetweenCharacters()
    {
        var text = "x" + new string('ä', ForeignBytes.MostKept);

        var kept = JsonSerializer.Deserialize<string>(ForeignBytes.ToJson(Encoding.UTF8.GetBytes(text)).Span);

        Assert.Equal(text[..(ForeignBytes.MostKept / 2)], kept);
        Assert.Contains($"The first {ForeignBytes.MostKept} are kept", ForeignBytes.Describe(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_OfDeepJson_IsText()
    {
        var json = new string('[', 60) + new string(']', 60);

        Assert.Equal(json, JsonSerializer.Deserialize<string>(ForeignBytes.ToJson(Encoding.UTF8.GetBytes(json)).Span));
    }

    [Theory]
    [InlineData(new byte[0], "What arrived is no CloudEvent: it is empty.")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62 }, "What arrived is no CloudEvent: 3 bytes that begin with 'a b'.")]
    [InlineData(new byte[] { 0xFF, 0x01 }, "What arrived is no CloudEvent: 2 bytes that begin with FF01.")]
    public void Describe_SaysLengthAndBeginning(byte[] bytes, string expected) => Assert.Equal(expected, ForeignBytes.Describe(bytes));

    [Theory]
    [InlineData("Dapr", "com.dapr.event.sent", "application/octet-stream", true)]
    [InlineData("judge-001", "com.dapr.event.sent", "application/octet-stream", false)]
    [InlineData("Dapr", "com.dapr.event.sent", "application/json", false)]
    [InlineData("Dapr", "aion.kanban.v1", "application/octet-stream", false)]
    public void Parse_KnowsTheEnvelopeOfASidecar(string source, string type, string contentType, bool isForeign)
    {
        var json = $$"""{"specversion":"1.0","id":"1","source":"{{source}}","type":"{{type}}","datacontenttype":"{{contentType}}","data_base64":"AAE="}""";

        var parsed = KanbanEvent.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal(isForeign, parsed.IsForeign);
        Assert.Equal([0, 1], parsed.Data.ToArray());
    }
}
