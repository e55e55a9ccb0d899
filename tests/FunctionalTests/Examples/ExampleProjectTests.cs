using Aion.FunctionalTests.Hosting;
using Aion.Project;

namespace Aion.FunctionalTests.Examples;

public sealed class ExampleProjectTests
{
    [Theory]
    [InlineData("inspection-line")]
    [InlineData("polyglot")]
    public void Compile_OfAnExample_HasNothingToSay(string name)
    {
        var result = ProjectCompiler.CompileFile(
            Path.Combine(Repository.Example(name), "project.yml"), new CompileOptions { Platform = TargetPlatform.Processes });

        Assert.Empty(result.Diagnostics);
    }
}
