using System.Text.RegularExpressions;
using Aion.Project.Diagnostics;

namespace Aion.Project.Tests;

/// <summary>The catalogue of diagnostics, its cases and its documentation agree.</summary>
public sealed partial class CatalogueTests
{
    // A file that cannot be read is no case file: see ProjectCompilerTests.
    private static readonly string[] WithoutCase = ["AION001"];

    [Fact]
    public void Rules_All_HaveACode_OfTheirOwn() =>
        Assert.Equal(DiagnosticRules.All.Count, DiagnosticRules.All.Select(r => r.Code).Distinct().Count());

    [Fact]
    public void Rules_All_HaveACase()
    {
        IEnumerable<string> covered = CaseFile.All("invalid").Concat(CaseFile.All("suspicious")).SelectMany(c => c.ExpectedCodes);

        Assert.Empty(DiagnosticRules.All.Select(r => r.Code).Except(covered).Except(WithoutCase));
    }

    [Fact]
    public void Documentation_Headings_AreTheRules()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "diagnostics.md"));

        IEnumerable<string> documented = Heading().Matches(page).Select(m => m.Groups["text"].Value);

        Assert.Equal(DiagnosticRules.All.Select(r => $"{r.Code} {r.Title} ({r.Severity.ToString().ToLowerInvariant()})"), documented);
    }

    [Fact]
    public void Diagnostics_OfAllCases_AreWholeSentences()
    {
        foreach (CaseFile file in CaseFile.All("invalid").Concat(CaseFile.All("suspicious")))
        {
            foreach (Diagnostic diagnostic in file.Compile().Diagnostics)
            {
                Assert.Matches(@"[.]$", diagnostic.Message);
                Assert.Matches(@"[.?]$", diagnostic.Fix);
            }
        }
    }

    [GeneratedRegex(@"^### (?<text>AION\d{3} .*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
