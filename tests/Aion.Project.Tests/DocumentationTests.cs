using System.Text.RegularExpressions;
using Aion.Project.Model;

namespace Aion.Project.Tests;

/// <summary>docs/project-yml.md is right: its examples compile, and it names every key.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Dictionary<string, string> KeysInFile = new() { ["volumeMounts"] = "volumeMountPathList", ["label"] = "label", ["image"] = "image" };

    private static string Page { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "project-yml.md"));

    public static TheoryData<string> Examples => [.. Example().Matches(Page).Select(m => m.Groups["yaml"].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Compiled_HasNothingToChange(string yaml) =>
        Assert.Empty(ProjectCompiler.Compile(yaml, "example.yml").Diagnostics);

    [Theory]
    [InlineData(typeof(ProjectModel))]
    [InlineData(typeof(DeviceModel))]
    [InlineData(typeof(ServiceModel))]
    [InlineData(typeof(RestartModel))]
    [InlineData(typeof(BackoffModel))]
    [InlineData(typeof(HealthModel))]
    [InlineData(typeof(DaprModel))]
    [InlineData(typeof(ResourcesModel))]
    public void Page_Searched_NamesEveryKey(Type model)
    {
        foreach (System.Reflection.PropertyInfo property in model.GetProperties())
        {
            string key = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            key = model == typeof(ProjectModel) && key == "services" ? "microservices" : KeysInFile.GetValueOrDefault(key, key);
            Assert.Contains(key, Page, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
