namespace Aion.Project;

/// <summary>Compiles project.yml: text, syntax tree, configuration as written, checked model.</summary>
public static class ProjectCompiler
{
    /// <summary>Compiles the text of a project file.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">The name that the diagnostics carry.</param>
    /// <param name="options">Null: <see cref="CompileOptions.Default"/>.</param>
    public static CompilationResult Compile(string text, string fileName, CompileOptions? options = null) =>
        throw new NotSupportedException("The compiler itself lands with the next change.");

    /// <summary>Reads and compiles a file. A file that cannot be read is a diagnostic, not an exception.</summary>
    /// <param name="path">Also the name that the diagnostics carry.</param>
    /// <param name="options">Null: <see cref="CompileOptions.Default"/>.</param>
    public static CompilationResult CompileFile(string path, CompileOptions? options = null) =>
        throw new NotSupportedException("The compiler itself lands with the next change.");
}
