using Aion.ServiceBroker.Platforms.Processes.Causes;

namespace Aion.ServiceBroker.Tests.Platforms.Processes.Causes;

public sealed class MissingFileTests
{
    [Theory]
    [InlineData("ModuleNotFoundError: No module named 'aion.kanban'", "aion.kanban")]
    [InlineData("FileNotFoundError: [Errno 2] No such file or directory: 'model.onnx'", "model.onnx")]
    [InlineData("python3: can't open file '/srv/judge.py': [Errno 2] No such file or directory", "/srv/judge.py")]
    [InlineData("Error: Cannot find module '/srv/index.js'", "/srv/index.js")]
    [InlineData("Error: ENOENT: no such file or directory, open 'config.json'", "config.json")]
    [InlineData("Unhandled exception. System.IO.FileNotFoundException: Could not find file '/srv/a.json'.", "/srv/a.json")]
    [InlineData("   System.IO.FileNotFoundException: Could not load file or assembly 'Judge, Version=1.0.0.0'.", "Judge")]
    [InlineData("      * You intended to execute a .NET application: The application 'judge.dll' does not exist.", "judge.dll")]
    [InlineData("Error: Unable to access jarfile judge.jar", "judge.jar")]
    [InlineData("Exception in thread \"main\" java.nio.file.NoSuchFileException: /srv/a.txt", "/srv/a.txt")]
    [InlineData("./judge: error while loading shared libraries: libopencv.so.4: cannot open shared object file: No such file or directory", "libopencv.so.4")]
    [InlineData("cat: settings.json: No such file or directory", "settings.json")]
    [InlineData("open /etc/judge.toml: no such file or directory", "/etc/judge.toml")]
    [InlineData("everything is fine", null)]
    [InlineData("the file was found", null)]
    public void FindFile_LineOfARuntime_NamesIt(string line, string? name) => Assert.Equal(name, MissingFile.FindFile(["before", line, "after"]));

    [Theory]
    [InlineData("sh: 1: gst-launch: not found", "gst-launch")]
    [InlineData("run.sh: line 3: gst-launch: command not found", "gst-launch")]
    [InlineData("zsh: command not found: gst-launch", "gst-launch")]
    [InlineData("404 not found here", null)]
    public void FindCommand_LineOfAShell_NamesIt(string line, string? name) => Assert.Equal(name, MissingFile.FindCommand([line]));
}
