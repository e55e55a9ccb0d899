using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Tests;

/// <summary>A project file under Cases with what is expected of it in the JSON file beside it.</summary>
internal sealed class CaseFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _expectation;

    private CaseFile(string path)
    {
        Path = path;
        _expectation = JsonNode.Parse(File.ReadAllText(System.IO.Path.ChangeExtension(path, ".json")))!.AsObject();
    }

    public string Path { get; }

    public string Text => File.ReadAllText(Path);

    public string ExpectedProject => _expectation["project"]!.ToJsonString(Readable);

    public string ExpectedDiagnostics => (_expectation["diagnostics"] ?? new JsonArray()).ToJsonString(Readable);

    public IEnumerable<string> ExpectedCodes => _expectation["diagnostics"]?.AsArray().Select(d => (string)d!["code"]!) ?? [];

    public static CaseFile Load(string folder, string name) => new(System.IO.Path.Combine(Folder(folder), name + ".yml"));

    public static IEnumerable<CaseFile> All(string folder) => Directory.EnumerateFiles(Folder(folder), "*.yml").Order(StringComparer.Ordinal).Select(path => new CaseFile(path));

    public static TheoryData<string> Names(string folder) => [.. All(folder).Select(c => System.IO.Path.GetFileNameWithoutExtension(c.Path))];

    public CompilationResult Compile() => ProjectCompiler.CompileFile(Path, new CompileOptions
    {
        DefaultDeviceName = "edge",
        Platform = _expectation["platform"] is { } platform ? Enum.Parse<TargetPlatform>((string)platform!, ignoreCase: true) : TargetPlatform.Any,
    });

    public static string Show(IReadOnlyList<Diagnostic> diagnostics)
    {
        JsonArray shown = [.. diagnostics.Select(d => (JsonNode)new JsonObject
        {
            ["code"] = d.Code, ["line"] = d.Line, ["column"] = d.Column, ["length"] = d.Length, ["message"] = d.Message, ["fix"] = d.Fix,
        })];
        return shown.ToJsonString(Readable);
    }

    public static string Show(ProjectModel project) => JsonNode.Parse(ProjectJson.Serialize(project))!.ToJsonString(Readable);

    private static string Folder(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Cases", name);
}
