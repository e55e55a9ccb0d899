using System.Text.Json;
using Aion.Contracts.Projectpb;
using Aion.Project;
using Aion.Project.Diagnostics;
using Aion.ServiceBroker.Cluster;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Projects;

/// <summary>projectpb.Project: what AION's aionctl asks of a broker.</summary>
internal sealed class ProjectGrpcService(
    IProjectDistribution distribution, AppliedProjects projects, IInstanceLifecycle lifecycle, IClusterView cluster, IOptions<ServiceBrokerOptions> options,
    ILogger<ProjectGrpcService> logger) : Contracts.Projectpb.Project.ProjectBase
{
    /// <summary>Answers Failed with every error of the project, and changes nothing then.</summary>
    public override async Task<Response> Apply(AionSetting request, ServerCallContext context)
    {
        // dirPath is absolute in practice; a relative one can only mean the installation's folder.
        var directory = options.Value.Home;
        var compiled = ProjectCompiler.Compile(request, new CompileOptions { Platform = TargetPlatform.Processes, ProjectDirectory = directory });
        if (compiled.Project is not { } project)
        {
            var errors = compiled.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            Log.Refused(logger, errors.Length, errors[0].ToString());
            return Failed(string.Join('\n', errors.Select(e => $"{e.Code}: {e.Message} {e.Fix}")));
        }

        return await ChangeAsync(() => distribution.ApplyAsync(project, directory, null, force: false, context.CancellationToken));
    }

    /// <summary>Takes the named services away; without names, or with all of them, the whole project.</summary>
    public override Task<Response> Delete(AionSetting request, ServerCallContext context)
    {
        var names = request.Microservices.Keys.ToHashSet();
        return ChangeAsync(() => distribution.DeleteAsync(names.Count == 0 ? null : names, context.CancellationToken));
    }

    /// <summary>A node's name (on a master <c>name/address</c>) with a JSON object: service to whether an instance of it runs.</summary>
    public override Task<Services> Status(Empty request, ServerCallContext context)
    {
        var services = new Services { Response = new Response { Code = ResponseCode.Ok } };
        foreach (var (node, instances) in cluster.ByNode(projects.Current.Project.DeviceName, lifecycle.Instances))
        {
            var running = instances.GroupBy(i => i.Service).ToDictionary(g => g.Key, g => g.Any(i => i.State.IsUp()));
            services.Status[node] = JsonSerializer.Serialize(running);
        }

        return Task.FromResult(services);
    }

    private static Response Failed(string message) => new() { Code = ResponseCode.Failed, Message = message };

    private static async Task<Response> ChangeAsync(Func<Task<ApplyResult>> change)
    {
        try
        {
            var result = await change();
            var steps = result.Steps.Where(s => s.Action != Project.Planning.InstanceAction.Keep).Select(s => s.ToString());
            return new Response
            {
                Code = ResponseCode.Ok,
                Message = result.Changed ? $"generation {result.Generation}: {string.Join(", ", steps)}" : "nothing changed",
            };
        }
        catch (ProjectRefusedException e)
        {
            return Failed(e.Message);
        }
        catch (RpcException e)
        {
            return Failed("The project was not changed: the state store does not answer: " + e.Status.Detail);
        }
    }
}
