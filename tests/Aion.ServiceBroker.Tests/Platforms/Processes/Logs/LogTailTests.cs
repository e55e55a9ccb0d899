using Aion.ServiceBroker.Platforms.Processes.Logs;

namespace Aion.ServiceBroker.Tests.Platforms.Processes.Logs;

public sealed class LogTailTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\n\n  \ntwo", "one|two")]
    [InlineData("\u001b[31mred\u001b[0m \u001b]0;title\u0007text\u0007\n", "red text")]
    [InlineData("10%\r20%\r100%\r\ndone\r\n", "100%|done")]
    [InlineData("a\tb\0c\u0085d\n", "a bcd")]
    public void Read_LinesAreForPeople(string text, string expected) =>
        Assert.Equal(expected.Split('|'), LogTail.Read(_folder.File("log", text), 0));

    [Fact]
    public void Read_FileThatIsHuge_ReadsItsEnd()
    {
        var path = _folder.File("log", string.Concat(Enumerable.Range(1, 100_000).Select(i => $"line {i}\n")));
        Assert.Equal(Enumerable.Range(99_981, 20).Select(i => $"line {i}"), LogTail.Read(path, 0));
    }

    [Fact]
    public void Read_LineThatIsHuge_IsCut()
    {
        var lines = LogTail.Read(_folder.File("log", new string('x', 200_000) + "\nend\n"), 0);
        Assert.Equal(["…" + new string('x', 399) + "…", "end"], lines);
    }

    [Theory]
    [InlineData(4, "two")]
    [InlineData(8, "")]
    [InlineData(1000, "one|two")]
    public void Read_FromAStart_LeavesOutWhatWasBefore(long start, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), LogTail.Read(_folder.File("log", "one\ntwo\n"), start));

    [Fact]
    public void Read_NoFile_IsEmpty() => Assert.Empty(LogTail.Read("/no/such/log", 0));
}
