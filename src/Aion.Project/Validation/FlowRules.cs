using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>The flow as a whole: does everything start, get work, and come to an end?</summary>
internal static class FlowRules
{
    public static void Check(ValidationContext context)
    {
        CheckStarts(context);
        CheckIdleInstances(context);
        CheckLoops(context);
    }

    private static void CheckStarts(ValidationContext context)
    {
        IReadOnlyList<ServiceConfig> services = context.Project.Services;
        if (context.Project.MicroservicesSpan is { } place && services.Count == 0)
            context.Report(
                DiagnosticRules.NothingStarts,
                place,
                "There is no microservice in this project.",
                "Write the microservices below `microservices:`, unless everything is to be stopped.");
        else if (!services.Any(s => s.Startup?.Value == true) && !context.HasOtherDevices && services.Count > 0)
            context.Report(
                DiagnosticRules.NothingStarts,
                services[0].Name.Span,
                "No microservice has `startup: yes`, so nothing ever starts.",
                "Write `startup: yes` for the microservice that makes the first kanban.");
        else
            ReportNeverStarted(context);
    }

    // Only the first of a chain that nothing starts: the rest follows from it.
    private static void ReportNeverStarted(ValidationContext context)
    {
        HashSet<ServiceConfig> reached = Reached(
            context,
            context.Project.Services.Where(s => s.Startup?.Value == true || (context.HasOtherDevices && s.WithoutKanban?.Value != true)));
        ServiceConfig[] missed = [.. context.Project.Services.Where(s => !reached.Contains(s))];
        HashSet<ServiceConfig> behind = Reached(
            context,
            missed.SelectMany(s => context.LocalRoutes(s).Select(r => r.Next).Where(n => n != s)));
        IEnumerable<ServiceConfig> heads = missed.Where(s => !behind.Contains(s));
        HashSet<ServiceConfig> told = Reached(context, heads);
        foreach (ServiceConfig service in heads.Concat(missed.Where(s => !told.Contains(s))))
            context.Report(
                DiagnosticRules.NeverStarted,
                service.Name.Span,
                $"Nothing starts microservice `{service.Name.Value}`: it has no `startup`, and no kanban reaches it.",
                "Write `startup: yes`, or name it in the `nextService` of another microservice.");
    }

    private static HashSet<ServiceConfig> Reached(ValidationContext context, IEnumerable<ServiceConfig> from)
    {
        HashSet<ServiceConfig> reached = new(from);
        Queue<ServiceConfig> open = new(reached);
        while (open.TryDequeue(out ServiceConfig? service))
            foreach ((_, ServiceConfig next) in context.LocalRoutes(service))
                if (reached.Add(next))
                    open.Enqueue(next);
        return reached;
    }

    private static void CheckIdleInstances(ValidationContext context)
    {
        if (context.HasOtherDevices)
            return;
        Dictionary<ServiceConfig, int> highest = [];
        foreach (ServiceConfig service in context.Project.Services)
            foreach ((RouteConfig route, ServiceConfig next) in context.LocalRoutes(service))
                highest[next] = Math.Max(highest.GetValueOrDefault(next), route.Pattern?.Value == "0" ? 1 : service.Instances);
        foreach ((ServiceConfig service, int number) in highest)
            if (service.Startup?.Value != true && number < service.Instances)
                context.Report(
                    DiagnosticRules.IdleInstances,
                    service.Scale!.Span,
                    $"Microservice `{service.Name.Value}` has {service.Instances} instances, but kanbans come only to {(number == 1 ? "number 1" : $"the numbers 1 to {number}")}.",
                    $"Write `scale: {number}`, or give the microservices before it the same scale and `pattern: n`.");
    }

    private static bool StaysIn(ValidationContext context, HashSet<ServiceConfig> members, RouteConfig route) =>
        context.IsLocal(route) && members.Contains(context.Find(route.Name!.Value)!);

    private static void CheckLoops(ValidationContext context)
    {
        foreach (IReadOnlyList<ServiceConfig> circle in Circles.Find(context.Project.Services, s => context.LocalRoutes(s).Select(r => r.Next)))
        {
            HashSet<ServiceConfig> members = [.. circle];
            bool closed = circle.All(s => s.NextService.All(key => key.Routes.Count > 0 && key.Routes.All(r => StaysIn(context, members, r))));
            if (closed)
                context.Report(
                    DiagnosticRules.EndlessLoop,
                    circle[0].Name.Span,
                    circle.Count == 1
                        ? $"Every route of `{circle[0].Name.Value}` leads back to itself."
                        : $"Every route of these microservices leads back to one of them: {string.Join(", ", circle.Select(s => $"`{s.Name.Value}`"))}.",
                    "Add a route out of the loop, unless one of them ends it by sending nothing.");
        }
    }
}
