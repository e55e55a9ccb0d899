using System.Xml.Linq;

namespace Repository.Tests;

/// <summary>Who may know whom. The centre knows nothing, an app never knows another app, and only the CLI composes.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] App = ["Aion.Contracts", "Aion.Project", "Aion.ServiceDefaults"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Aion.Contracts"] = [],
        ["Aion.Project"] = ["Aion.Contracts"],
        ["Aion.ServiceDefaults"] = ["Aion.Contracts"],
        ["Aion.ServiceBroker"] = App,
        ["Aion.StatusKanban"] = App,
        ["Aion.SendAnything"] = App,
        ["Aion.KanbanReplicator"] = App,
        ["Aion.MongoBinding"] = [],
        ["Aion.Client"] = ["Aion.Contracts"],
        ["Aion.Sidecar"] = [],
        ["Aion.Dashboard"] = ["Aion.Contracts"],
        ["Aion.Cli"] =
        [
            "Aion.Contracts", "Aion.Project", "Aion.ServiceDefaults", "Aion.ServiceBroker", "Aion.StatusKanban", "Aion.SendAnything",
            "Aion.KanbanReplicator", "Aion.Dashboard", "Aion.Sidecar",
        ],
    };

    public static TheoryData<string> SourceProjects() => [.. Projects().Where(IsSource)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_References_AreAllowedByTheDesign(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{project} is not a room of the design: add its rule here.");
        var forbidden = ReferencesOf(project).Except(Allowed[name]).ToArray();
        Assert.True(forbidden.Length == 0, $"{project} must not reference {string.Join(", ", forbidden)}.");
    }

    [Fact]
    public void StandIns_References_AreStandInsOnly()
    {
        var wrong = Projects().Where(project => project.StartsWith("src/Lean/", StringComparison.Ordinal))
            .SelectMany(project => ReferencesOf(project).Where(name => name.StartsWith("Aion.", StringComparison.Ordinal)).Select(name => $"{project} -> {name}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Examples_References_AreTheClientLibraryOnly()
    {
        var wrong = Projects().Where(project => project.StartsWith("examples/", StringComparison.Ordinal))
            .SelectMany(project => ReferencesOf(project).Except(["Aion.Client", "Aion.Contracts"]).Select(name => $"{project} -> {name}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Solution_ListsEveryProject()
    {
        var solution = RepositoryTree.Read("Aion.Dapr.sln").Replace('\\', '/');
        var missing = Projects().Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void Projects_PackageVersions_AreCentral()
    {
        var own = Projects().Where(project => Items(project, "PackageReference").Any(item => item.Attribute("Version") is not null));
        Assert.Empty(own);
    }

    private static bool IsSource(string project) =>
        project.StartsWith("src/", StringComparison.Ordinal) && !project.StartsWith("src/Lean/", StringComparison.Ordinal);

    private static IEnumerable<string> Projects() => RepositoryTree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(string project) =>
        Items(project, "ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<XElement> Items(string project, string name) => XDocument.Load(RepositoryTree.PathOf(project)).Descendants(name);
}
