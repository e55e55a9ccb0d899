namespace Aion.Client.Tests;

public sealed class KanbanClientOptionsTests
{
    [Fact]
    public void From_NothingButAName_HasTheDefaults()
    {
        var options = KanbanClientOptions.From(name => name == "SERVICE_NAME" ? "judge" : null);

        Assert.Equal(("judge", 1, new Uri("http://aion-statuskanban:11010")), (options.ServiceName, options.ProcessNumber, options.Address));
    }

    [Theory]
    [InlineData("127.0.0.1:10000", "http://127.0.0.1:10000/")]
    [InlineData("https://kanban.example", "https://kanban.example/")]
    public void From_Address_MayBeHostAndPortOrUrl(string text, string expected) => Assert.Equal(
        expected, KanbanClientOptions.From(name => name switch { "SERVICE_NAME" => "judge", "KANBAN_ADDR" => text, _ => null }).Address.ToString());

    [Theory]
    [InlineData("SERVICE_NAME", "", "SERVICE_NAME")]
    [InlineData("MS_NUMBER", "two", "MS_NUMBER")]
    [InlineData("MS_NUMBER", "0", "ProcessNumber")]
    [InlineData("KANBAN_ADDR", "ftp://x", "KANBAN_ADDR")]
    public void From_WrongValue_ThrowsNamingIt(string variable, string value, string part) => Assert.Contains(
        part,
        Assert.Throws<InvalidOperationException>(
            () => KanbanClientOptions.From(name => name == variable ? value : name == "SERVICE_NAME" ? "judge" : null)).Message,
        StringComparison.Ordinal);
}
