using System.Text.Json;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.Projectpb;
using Aion.Project;
using Aion.Project.Diagnostics;
using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Finds the project in what a master sends.</summary>
internal sealed class OrderReader(IOptions<ClusterOptions> options, IOptions<ServiceBrokerOptions> broker)
{
    /// <summary>The project and its folder here; null, with a sentence, when it cannot be used.</summary>
    public (ProjectModel Project, string Directory)? Read(Apply order, out string problem)
    {
        problem = "";
        return order.Order is { Generation: > 0 } ours ? Read(ours, ref problem) : Read(order.AionSetting, ref problem);
    }

    private (ProjectModel, string)? Read(Contracts.V1.NodeOrder order, ref string problem)
    {
        try
        {
            var (project, directory) = (ProjectJson.Deserialize(order.Project.ToStringUtf8()), options.Value.ProjectDirectory ?? order.Directory);
            if (PartCheck.ProblemOf(project, directory, options.Value.NodeName) is not { } wrong)
            {
                return (project, directory);
            }

            problem = "it cannot be used: " + wrong;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            // A key that comes twice is an ArgumentException.
            problem = "the project cannot be read, the master is of another version: " + PeerText.Line(e.Message);
        }

        return null;
    }

    // A master of AION's sends every worker everything, and leaves it to Kubernetes which node takes what.
    private (ProjectModel, string)? Read(AionSetting? setting, ref string problem)
    {
        var directory = options.Value.ProjectDirectory ?? broker.Value.Home;
        var compiled = ProjectCompiler.Compile(setting ?? new AionSetting(), new CompileOptions
        {
            Platform = TargetPlatform.Processes, DefaultDeviceName = options.Value.NodeName, ProjectDirectory = directory,
        });
        if (compiled.Project is { } project)
        {
            return (project with { Services = [.. project.Services.Where(s => s.TargetNode is null || s.TargetNode == options.Value.NodeName)] }, directory);
        }

        var error = compiled.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
        problem = $"the project has errors, the first is {error.Code}: {error.Message} {error.Fix}";
        return null;
    }
}
