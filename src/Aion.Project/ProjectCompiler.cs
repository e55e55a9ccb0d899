using Aion.Contracts.Projectpb;
using Aion.Project.Compilation;
using Aion.Project.Configuration;
using Aion.Project.Diagnostics;
using Aion.Project.Syntax;
using Aion.Project.Validation;
using Aion.Project.Wire;

namespace Aion.Project;

/// <summary>Compiles project.yml: text, syntax tree, configuration as written, checked model.</summary>
public static class ProjectCompiler
{
    /// <summary>Compiles the text of a project file.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">The name that the diagnostics carry.</param>
    /// <param name="options">Null: <see cref="CompileOptions.Default"/>.</param>
    public static CompilationResult Compile(string text, string fileName, CompileOptions? options = null)
    {
        SourceText source = new(text);
        DiagnosticBag bag = new(fileName, source);
        MapNode? root = ProjectSyntax.Parse(source, bag, out bool broken);
        return broken ? Incomplete(root, source, bag) : Compile(root, options ?? CompileOptions.Default, bag);
    }

    /// <summary>Reads and compiles a file. A file that cannot be read is a diagnostic, not an exception.</summary>
    /// <param name="path">Also the name that the diagnostics carry.</param>
    /// <param name="options">Null: <see cref="CompileOptions.Default"/>.</param>
    public static CompilationResult CompileFile(string path, CompileOptions? options = null)
    {
        DiagnosticBag bag = new(path);
        if (ProjectFile.Read(path, bag) is not { } text)
            return new CompilationResult(null, bag.ToSortedList());
        options ??= CompileOptions.Default;
        return Compile(
            text,
            path,
            options with { ProjectDirectory = options.ProjectDirectory ?? Path.GetDirectoryName(Path.GetFullPath(path)) });
    }

    /// <summary>
    /// Compiles what AION's own client sends. Absent fields get the same defaults as absent keys, the same rules hold, and
    /// services come in the order of their names. There are no positions: every diagnostic is at line 1, column 1.
    /// </summary>
    public static CompilationResult Compile(AionSetting setting, CompileOptions? options = null)
    {
        DiagnosticBag bag = new("AionSetting");
        return Compile(AionSettingSyntax.From(setting), options ?? CompileOptions.Default, bag);
    }

    private static CompilationResult Compile(MapNode? root, CompileOptions options, DiagnosticBag bag)
    {
        if (root is null)
            return new CompilationResult(null, bag.ToSortedList());
        ProjectConfig config = ProjectReader.Read(root, bag);
        ProjectValidator.Validate(config, options, bag);
        return new CompilationResult(bag.HasErrors ? null : ModelBuilder.Build(config, options), bag.ToSortedList());
    }

    // Lines that are not YAML were left out: keys and types can still be checked, what belongs together cannot.
    private static CompilationResult Incomplete(MapNode? root, SourceText source, DiagnosticBag bag)
    {
        if (root is not null)
        {
            DiagnosticBag shape = new("", source);
            ProjectReader.Read(root, shape);
            bag.AddAll(shape, except: [DiagnosticRules.MissingKey, DiagnosticRules.EmptyService, DiagnosticRules.MisplacedKey]);
        }
        return new CompilationResult(null, bag.ToSortedList());
    }
}
