using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>dapr.yaml, tye.yaml, the component folders and the documentation speak of the same apps, ports and components.</summary>
public sealed partial class DaprFileTests
{
    private static readonly string[] Daprd = ["components", "dapr-config"];

    [Fact]
    public void DaprAndTye_AppsAndPorts_AreTheSame()
    {
        Assert.NotEmpty(DaprApps());
        Assert.Equal(DaprApps(), TyeSidecars());
    }

    [Fact]
    public void TyeServices_Ports_AreTheAppAndSidecarPortsOfDapr()
    {
        var services = YamlFile.Load("tye.yaml").List("services").Where(service => service.Text("project") is not null).ToList();
        foreach (var app in DaprApps())
        {
            var service = Assert.Single(services, service => service.List("bindings").Any(binding => binding.Text("port") == app.AppPort));
            var environment = ((YamlSequenceNode)service["env"]).Select(line => line.ToString()).ToArray();
            Assert.Equal([$"DAPR_HTTP_PORT={app.HttpPort}", $"DAPR_GRPC_PORT={app.GrpcPort}"], environment);
        }
    }

    [Fact]
    public void DaprApps_Folders_AreProjects() => Assert.All(
        YamlFile.Load("dapr.yaml").List("apps"),
        app => Assert.Contains($"{app.Text("appDirPath")![2..]}/{Path.GetFileName(app.Text("appDirPath"))}.csproj", RepositoryTree.Files));

    [Fact]
    public void TyeServices_Projects_Exist() => Assert.All(
        YamlFile.Load("tye.yaml").List("services").Select(service => service.Text("project")).OfType<string>(),
        project => Assert.Contains(project, RepositoryTree.Files));

    [Fact]
    public void Daprd_ResourceFolders_AreTheSameEverywhere()
    {
        var common = YamlFile.Load("dapr.yaml").Map("common");
        Assert.Equal(Daprd, ((YamlSequenceNode)common["resourcesPaths"]).Select(path => path.ToString()[2..]));
        Assert.All(TyeArguments(), args => Assert.Equal(Daprd, Resource().Matches(args).Select(match => match.Groups[1].Value)));
        var configuration = common.Text("configFilePath")![2..];
        Assert.Contains(configuration, RepositoryTree.Files);
        Assert.All(TyeArguments(), args => Assert.Contains($"--config {configuration}", args));
    }

    [Theory]
    [InlineData("components", "aion-pubsub", "pubsub.redis")]
    [InlineData("components", "aion-state", "state.redis")]
    [InlineData("components/embedded", "aion-pubsub", "pubsub.sqlite")]
    [InlineData("components/embedded", "aion-state", "state.sqlite")]
    public void Component_NameAndType_AreTheAgreedOnes(string folder, string name, string type)
    {
        var component = Component($"{folder}/{name}.yaml");
        Assert.Equal("dapr.io/v1alpha1 Component", $"{component.Text("apiVersion")} {component.Text("kind")}");
        Assert.Equal((name, type), (component.Map("metadata").Text("name"), component.Map("spec").Text("type")));
        Assert.Equal(type.StartsWith("state", StringComparison.Ordinal) ? "name" : null, Metadata(component).GetValueOrDefault("keyPrefix"));
    }

    [Fact]
    public void ComponentFolders_Names_AreTheSame() =>
        Assert.Equal(ComponentNames("components"), ComponentNames("components/embedded"));

    [Fact]
    public void EmbeddedComponents_Share_OneDatabase() =>
        Assert.Single(ComponentFiles("components/embedded").Select(file => Metadata(Component(file))["connectionString"]).Distinct());

    [Fact]
    public void RedisPubSub_Settings_KeepOrderAndDropNothing()
    {
        var metadata = Metadata(Component("components/aion-pubsub.yaml"));
        Assert.Equal("1", metadata["concurrency"]);
        Assert.DoesNotContain("maxLenApprox", metadata.Keys);
        Assert.DoesNotContain("streamTTL", metadata.Keys);
        Assert.NotEqual("0", metadata["redeliverInterval"]);
    }

    [Fact]
    public void Resiliency_Targets_AreTheComponents()
    {
        var components = YamlFile.Load("dapr-config/resiliency.yaml").Map("spec").Map("targets").Map("components");
        Assert.Equal(ComponentNames("components"), components.Children.Keys.Select(key => key.ToString()).Order());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/aionctl.md")]
    public void Documentation_Names_AreThoseOfTheFiles(string page)
    {
        var text = RepositoryTree.Read(page);
        var names = DaprApps().Select(app => app.AppId).Concat(ComponentNames("components")).ToHashSet();
        var unknown = AionName().Matches(text).Select(match => match.Value).Where(name => !names.Contains(name)).Distinct();
        Assert.Empty(unknown);
    }

    [Fact]
    public void Documentation_PortTable_IsThatOfDapr()
    {
        var rows = RepositoryTree.Read("docs/aionctl.md").Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.All(DaprApps(), app => Assert.Contains(rows, row =>
            row.Contains($"`{app.AppId}`", StringComparison.Ordinal) && row.Contains(app.AppPort!, StringComparison.Ordinal)
            && row.Contains($"{app.HttpPort} / {app.GrpcPort}", StringComparison.Ordinal)));
    }

    private static List<AppPorts> DaprApps() =>
    [
        .. YamlFile.Load("dapr.yaml").List("apps")
            .Select(app => new AppPorts(app.Text("appID"), app.Text("appProtocol"), app.Text("appPort"), app.Text("daprHTTPPort"), app.Text("daprGRPCPort")))
            .OrderBy(app => app.AppId),
    ];

    private static List<AppPorts> TyeSidecars() =>
    [
        .. TyeArguments().Select(args => new AppPorts(
                Argument(args, "app-id"), Argument(args, "app-protocol"), Argument(args, "app-port"), Argument(args, "dapr-http-port"), Argument(args, "dapr-grpc-port")))
            .OrderBy(app => app.AppId),
    ];

    private static IEnumerable<string> TyeArguments() =>
        YamlFile.Load("tye.yaml").List("services").Where(service => service.Text("executable") == "daprd").Select(service => service.Text("args")!);

    private static string? Argument(string arguments, string name) => Regex.Match(arguments, $@"--{name} (\S+)") is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<string> ComponentFiles(string folder) =>
        RepositoryTree.Files.Where(file => Path.GetDirectoryName(file) == folder && file.EndsWith(".yaml", StringComparison.Ordinal));

    private static IEnumerable<string?> ComponentNames(string folder) =>
        ComponentFiles(folder).Select(file => Component(file).Map("metadata").Text("name")).Order();

    private static YamlMappingNode Component(string file) => YamlFile.Load(file);

    private static Dictionary<string, string?> Metadata(YamlMappingNode component) =>
        component.Map("spec").List("metadata").ToDictionary(item => item.Text("name")!, item => item.Text("value"));

    [GeneratedRegex(@"--resources-path (\S+)")]
    private static partial Regex Resource();

    // App ids and component names; aion-core is the name of AION's own repository.
    [GeneratedRegex(@"\baion-(?!core\b)[a-z-]+\b(?!\.)")]
    private static partial Regex AionName();

    private sealed record AppPorts(string? AppId, string? Protocol, string? AppPort, string? HttpPort, string? GrpcPort);
}
