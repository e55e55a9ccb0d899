using Aion.Project.Diagnostics;

namespace Aion.Project.Tests;

public sealed class DiagnosticReportTests
{
    [Fact]
    public void ToJson_OneError_HasTheDocumentedShape()
    {
        CompilationResult result = ProjectCompiler.Compile("microservices:\n  検査:\n    startup: yes\n", "project.yml");

        Assert.Equal(
            """{"file":"project.yml","valid":false,"errors":1,"warnings":0,"diagnostics":[{"code":"AION040","severity":"error","file":"project.yml","line":2,"column":3,"length":2,"message":"`検査` cannot be the name of a microservice: it has characters other than small letters, digits and dashes.","fix":"Use small letters, digits and dashes, with a letter first."}]}""",
            DiagnosticReport.From("project.yml", result).ToJson());
    }

    [Fact]
    public void ToJson_OnlyWarnings_IsValid()
    {
        DiagnosticReport report = DiagnosticReport.From("p.yml", ProjectCompiler.Compile("microservices:\n  camera:\n    scale: 0\n    startup: yes\n", "p.yml"));

        Assert.Equal((true, 0, 1), (report.Valid, report.Errors, report.Warnings));
    }
}
