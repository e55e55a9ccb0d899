using Aion.Project.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Aion.Project.Tests.Syntax;

/// <summary>Whatever happens to a project file, the compiler answers, and points into the file.</summary>
public sealed class MutationTests
{
    private static readonly string[] Originals = [.. CaseFile.All("valid").Concat(CaseFile.All("suspicious")).Select(c => c.Text)];

    private static readonly string[] Scraps =
    [
        ":", ": ", "- ", "\t", " ", "  ", "\n", "\r\n", "\"", "'", "[", "]", "{", "}", ",", "#", "&a ", "*a", "!x ", "|", ">", "%", "@", "`", "<<: ", "---\n", "...\n",
        "?", "~", "null", "yes", "0", "-1", "99999999999999999999", "0x1F", "１", "：", "　", "\u00A0", "\uFEFF", "\0", "\u2028", "\uD83D", "検査", "microservices:\n", "name", "\\",
    ];

    [Fact]
    public void Compile_MutatedFile_NeverThrowsAndPointsIntoTheFile()
    {
        Property property = Prop.ForAll(
            Gen.Choose(0, Originals.Length - 1).Zip(Gen.Choose(0, int.MaxValue).ArrayOf().Resize(12)).ToArbitrary(),
            input =>
            {
                string text = input.Item2.Aggregate(Originals[input.Item1], Mutate);
                AssertSound(text, ProjectCompiler.Compile(text, "project.yml"));
            });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Compile_AnyText_NeverThrowsAndPointsIntoTheFile()
    {
        Property property = Prop.ForAll(
            Gen.Elements(Scraps).ArrayOf().Resize(60).ToArbitrary(),
            scraps =>
            {
                string text = string.Concat(scraps);
                AssertSound(text, ProjectCompiler.Compile(text, "project.yml"));
            });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Compile_CutFile_NeverThrowsAndPointsIntoTheFile()
    {
        foreach (string original in Originals)
            for (int length = 0; length < original.Length; length += 7)
                AssertSound(original[..length], ProjectCompiler.Compile(original[..length], "project.yml"));
    }

    private static void AssertSound(string text, CompilationResult result)
    {
        string[] lines = (text.StartsWith('\uFEFF') ? text[1..] : text).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r', '\u0085', '\u2028', '\u2029');
        Assert.Equal(result.Project is null, result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            Assert.InRange(diagnostic.Line, 1, lines.Length);
            Assert.InRange(diagnostic.Column, 1, lines[diagnostic.Line - 1].Length + 1);
            Assert.InRange(diagnostic.Length, 0, lines[diagnostic.Line - 1].Length + 1 - diagnostic.Column);
            Assert.NotEqual("", diagnostic.Message);
            Assert.NotEqual("", diagnostic.Fix);
        }
    }

    // The number decides what happens and where: everything follows from the generated numbers, so failures shrink.
    private static string Mutate(string text, int number)
    {
        int place = text.Length == 0 ? 0 : number / 16 % text.Length;
        string scrap = Scraps[number / 7 % Scraps.Length];
        int lineStart = place == 0 ? 0 : text.LastIndexOf('\n', place - 1) + 1;
        int lineEnd = text.IndexOf('\n', place) is >= 0 and var end ? end + 1 : text.Length;
        return (number % 8) switch
        {
            0 => text.Insert(place, scrap),
            1 => text.Length == 0 ? text : text.Remove(place, 1),
            2 => text.Length == 0 ? text : text.Remove(place, 1).Insert(place, scrap),
            3 => text.Remove(lineStart, lineEnd - lineStart),
            4 => text.Insert(lineStart, text[lineStart..lineEnd]),
            5 => text.Insert(lineStart, "  "),
            6 => text[lineStart..].StartsWith("  ", StringComparison.Ordinal) ? text.Remove(lineStart, 2) : text.Insert(lineStart, " "),
            _ => text[..lineStart] + text[lineEnd..] + text[lineStart..lineEnd],
        };
    }
}
