using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>What every rule needs: the project as written, and where to report.</summary>
internal sealed class ValidationContext
{
    private readonly ServiceLookup _services;
    private readonly DiagnosticBag _bag;

    public ValidationContext(ProjectConfig project, CompileOptions options, DiagnosticBag bag)
    {
        (Project, Options, _bag) = (project, options, bag);
        DeviceName = project.DeviceName?.Value ?? options.DefaultDeviceName;
        _services = new ServiceLookup(project);
    }

    public ProjectConfig Project { get; }

    public CompileOptions Options { get; }

    /// <summary>This device.</summary>
    public string DeviceName { get; }

    /// <summary>Other devices may send kanbans to any microservice here.</summary>
    public bool HasOtherDevices => Project.Devices.Any(d => d.Name.Value != DeviceName);

    public bool HasErrors => _bag.HasErrors;

    /// <summary>Names and labels that routes and dependencies may use.</summary>
    public IEnumerable<string> ServiceNames => _services.Names;

    /// <summary>A service by its name as written or its label.</summary>
    public ServiceConfig? Find(string nameOrLabel) => _services.Find(nameOrLabel);

    /// <summary>Whether a route stays on this device.</summary>
    public bool IsLocal(RouteConfig route) => route.Device is null || route.Device.Value == DeviceName;

    /// <summary>The routes of a service that lead to a service of this project, with that service.</summary>
    public IEnumerable<(RouteConfig Route, ServiceConfig Next)> LocalRoutes(ServiceConfig service)
    {
        foreach (RouteConfig route in service.NextService.SelectMany(k => k.Routes))
            if (route.Name is { } name && IsLocal(route) && Find(name.Value) is { } next)
                yield return (route, next);
    }

    public void Report(DiagnosticRule rule, SourceSpan span, string message, string fix) => _bag.Add(rule, span, message, fix);
}
