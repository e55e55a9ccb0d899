using Aion.Project.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aion.Project.Syntax;

/// <summary>One run of the YAML parser: the root of the first document, or where and why it failed.</summary>
internal sealed record SyntaxAttempt(SyntaxNode? Root, SyntaxFailure? Failure)
{
    /// <summary>Parses all of the text. What is wrong besides the syntax is reported only on demand and only for a whole tree.</summary>
    public static SyntaxAttempt Run(SourceText source, DiagnosticBag bag, bool report)
    {
        DiagnosticBag findings = new("", source);
        Parser parser = new(new StringReader(source.Text));
        try
        {
            SyntaxNode? root = ReadStream(parser, source, findings);
            if (report)
                bag.AddAll(findings);
            return new SyntaxAttempt(root, null);
        }
        catch (YamlException exception)
        {
            return new SyntaxAttempt(null, SyntaxFailure.From(source, exception));
        }
        // YamlDotNet 18.1 throws these for some unclosed brackets and unfinished documents, without a position.
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            return new SyntaxAttempt(null, SyntaxFailure.Near(source, parser.Current));
        }
    }

    private static SyntaxNode? ReadStream(Parser parser, SourceText source, DiagnosticBag findings)
    {
        parser.Consume<StreamStart>();
        SyntaxNode? root = null;
        for (int document = 1; parser.TryConsume<DocumentStart>(out var start); document++)
        {
            if (document == 2)
                findings.Add(
                    DiagnosticRules.SeveralDocuments,
                    source.Clamp(start!.Start.Line, start.Start.Column, 3),
                    "A second document starts here; a project is one document.",
                    "Remove the line `---`, or put this part into a file of its own.");
            SyntaxNode? node = new SyntaxTreeBuilder(source, findings).Read(parser);
            if (document == 1)
                root = node;
            parser.Consume<DocumentEnd>();
        }
        return root;
    }
}
