using Aion.Project.Diagnostics;

namespace Aion.Project.Tests;

/// <summary>Every file under Cases against its expectation. A new case: write both files; a failure shows what was found.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Valid => CaseFile.Names("valid");

    public static TheoryData<string> Suspicious => CaseFile.Names("suspicious");

    public static TheoryData<string> Invalid => CaseFile.Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void ValidFile_Compiled_GivesTheModelAndNothingToChange(string name)
    {
        CaseFile file = CaseFile.Load("valid", name);

        CompilationResult result = file.Compile();

        Assert.Equal(file.ExpectedDiagnostics, CaseFile.Show(result.Diagnostics));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(file.ExpectedProject, CaseFile.Show(result.Project!));
    }

    [Theory]
    [MemberData(nameof(Suspicious))]
    public void SuspiciousFile_Compiled_GivesTheModelAndWarnings(string name)
    {
        CaseFile file = CaseFile.Load("suspicious", name);

        CompilationResult result = file.Compile();

        Assert.Equal(file.ExpectedDiagnostics, CaseFile.Show(result.Diagnostics));
        Assert.NotEmpty(result.Diagnostics);
        Assert.All(result.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Warning, d.Severity));
        Assert.NotNull(result.Project);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void BrokenFile_Compiled_GivesEveryDiagnosticAndNoModel(string name)
    {
        CaseFile file = CaseFile.Load("invalid", name);

        CompilationResult result = file.Compile();

        Assert.Equal(file.ExpectedDiagnostics, CaseFile.Show(result.Diagnostics));
        Assert.Contains(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Null(result.Project);
    }

    [Fact]
    public void Cases_Counted_AreAtLeastTwoHundredBrokenFiles() => Assert.True(Invalid.Count >= 200, $"{Invalid.Count} cases");
}
