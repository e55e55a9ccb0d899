using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Checks a project against itself, against what Kubernetes takes and against what a process can do.</summary>
internal static class ProjectValidator
{
    public static void Validate(ProjectConfig project, CompileOptions options, DiagnosticBag bag)
    {
        ValidationContext context = new(project, options, bag);
        DeviceRules.Check(context);
        ServiceNameRules.Check(context);
        foreach (ServiceConfig service in project.Services)
        {
            SettingRules.Check(context, service);
            EnvRules.Check(context, service);
            PortRules.Check(context, service);
            VolumeRules.Check(context, service);
            ResourceRules.Check(context, service);
            RouteRules.Check(context, service);
            DependencyRules.Check(context, service);
            HealthRules.Check(context, service);
            RestartRules.Check(context, service);
            ProcessRules.Check(context, service);
        }
        DependencyCycles.Check(context);
        NodePortRules.Check(context);
        AppPortRules.Check(context);
        SharedPortRules.Check(context);
        // What the flow looks like is only worth a word when everything in it was understood.
        if (!context.HasErrors)
            FlowRules.Check(context);
    }
}
