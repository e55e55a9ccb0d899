using Aion.Project.Graph;
using Aion.Project.Model;

namespace Aion.Project.Tests.Graph;

public sealed class MermaidGraphTests
{
    [Fact]
    public void Write_LineWithEverything_ShowsServicesDevicesAndRoutes()
    {
        ProjectModel project = Compile("""
            deviceName: line1
            devices:
              hall4: {addr: 10.0.0.4}
            microservices:
              factory/camera:1.0:
                startup: yes
                nextService:
                  default:
                    - name: judge
              judge:
                scale: 2
                nextService:
                  ok:
                    - name: archive
                      pattern: "0"
                  ng:
                    - name: printer
                      device: hall4
              archive: {scale: 1}
              database:
                startup: yes
                withoutKanban: yes
              end:
                startup: yes
                dependsOn:
                  - name: database
            """);

        Assert.Equal("""
            flowchart LR
              n_camera(["camera"])
              n_judge["judge ×2"]
              n_archive["archive"]
              n_database[["database"]]
              n_end(["end"])
              subgraph n_device_hall4["hall4"]
                n_hall4_printer["printer"]
              end
              n_camera --> n_judge
              n_judge -->|"ok (to 001)"| n_archive
              n_judge -->|"ng"| n_hall4_printer
              n_database -. started .-> n_end

            """, MermaidGraph.Write(project));
    }

    [Fact]
    public void Write_NamesThatLookAlike_GetIdsOfTheirOwn()
    {
        ProjectModel project = Compile("""
            deviceName: line1
            devices: {a-b: {addr: 10.0.0.4}}
            microservices:
              a:
                startup: yes
                nextService: {default: [{name: b-c, device: a-b}, {name: a-b-b-c}]}
              a-b-b-c: {scale: 1}
            """);

        string graph = MermaidGraph.Write(project);

        Assert.Contains("  n_a --> n_a_b_b_c_2\n", graph, StringComparison.Ordinal);
        Assert.Contains("  n_a --> n_a_b_b_c\n", graph, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ConnectionKeyWithQuotes_IsEscaped()
    {
        ProjectModel project = Compile("""
            microservices:
              a:
                startup: yes
                nextService: {"say \"no\" <b>#1|x": [{name: b}]}
              b: {scale: 1}
            """);

        Assert.Contains("-->|\"say #quot;no#quot; #lt;b#gt;#35;1|x\"|", MermaidGraph.Write(project), StringComparison.Ordinal);
    }

    private static ProjectModel Compile(string text)
    {
        CompilationResult result = ProjectCompiler.Compile(text, "project.yml");
        Assert.Empty(result.Diagnostics);
        return result.Project!;
    }
}
