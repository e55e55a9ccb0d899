using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>Single routes: does the next service exist, and the device, and the number?</summary>
internal static class RouteRules
{
    // The connection key of AION's terminate message.
    private const string ControlKey = "service-broker";

    public static void Check(ValidationContext context, ServiceConfig service)
    {
        string owner = $"microservice `{service.Name.Value}`";
        if (service is { WithoutKanban.Value: true, NextService: [var firstKey, ..] })
            context.Report(
                DiagnosticRules.RoutesWithoutKanban,
                firstKey.Key.Span,
                $"{Capital(owner)} is `withoutKanban`, so it sends no kanban that could be routed.",
                "Remove `nextService` or `withoutKanban`.");
        foreach (RouteKeyConfig key in service.NextService)
        {
            if (key.Key.Value == ControlKey)
                context.Report(
                    DiagnosticRules.ReservedConnectionKey,
                    key.Key.Span,
                    $"The connection key `{ControlKey}` is reserved: a kanban with it ends its sender and is never routed.",
                    "Use another connection key.");
            if (key.Routes.Count == 0)
                context.Report(
                    DiagnosticRules.EmptyRoute,
                    key.Key.Span,
                    $"The connection key `{key.Key.Value}` of {owner} has no route, so its kanbans end in the dead letters.",
                    "Write `- name: NEXT` below it, or remove it.");
            HashSet<(string, string?)> seen = [];
            foreach (RouteConfig route in key.Routes)
            {
                if (route.Name is { } name && !seen.Add((ServiceName.LabelOf(name.Value), context.IsLocal(route) ? null : route.Device!.Value)))
                    context.Report(
                        DiagnosticRules.RepeatedRoute,
                        name.Span,
                        $"The connection key `{key.Key.Value}` of {owner} leads to `{name.Value}` twice; it gets one kanban all the same.",
                        "Remove one of the two.");
                CheckRoute(context, service, route);
            }
        }
    }

    private static void CheckRoute(ValidationContext context, ServiceConfig service, RouteConfig route)
    {
        if (route.Pattern is { Value: not ("n" or "0") } pattern)
            context.Report(
                DiagnosticRules.InvalidPattern,
                pattern.Span,
                $"`pattern` is `{pattern.Value}`, but can only be `n` or `\"0\"`.",
                PatternFix(pattern.Value));
        if (route.Device is { } device && !context.IsLocal(route) && context.Project.Devices.All(d => d.Name.Value != device.Value))
            ReportUnknownDevice(context, device);
        if (route.Name is not { } name || !context.IsLocal(route))
            return;
        if (context.Find(name.Value) is not { } next)
            ReportUnknownService(context, service, name);
        else if (next.WithoutKanban?.Value == true)
            context.Report(
                DiagnosticRules.RouteToWithoutKanban,
                name.Span,
                $"`{name.Value}` is `withoutKanban`: it has no queue that a kanban could go to.",
                $"Remove the route, or `withoutKanban` of `{next.Name.Value}`.");
        else if (route.Pattern is null or { Value: "n" } && service.InstancesAreKnown && next.InstancesAreKnown && next.Instances < service.Instances)
            context.Report(
                DiagnosticRules.TooFewInstances,
                name.Span,
                $"`{service.Name.Value}` has {service.Instances} instances and sends to the same number of `{name.Value}`, which has {next.Instances}.",
                $"Write `scale: {service.Instances}` for `{name.Value}`, or `pattern: \"0\"` here to send everything to its number 1.");
    }

    private static string PatternFix(string pattern) =>
        pattern is "N" or "same" or "\"n\"" ? "Write `pattern: n`, which is also the default."
        : pattern is "1" or "first" or "00" ? "Write `pattern: \"0\"` for number 1."
        : "Write `pattern: n` for the same number as the sender, or `pattern: \"0\"` for number 1.";

    private static void ReportUnknownDevice(ValidationContext context, Written<string> device)
    {
        IEnumerable<string> known = context.Project.Devices.Select(d => d.Name.Value).Append(context.DeviceName);
        context.Report(
            DiagnosticRules.UnknownDevice,
            device.Span,
            $"There is no device `{device.Value}` in `devices`.",
            NearestName.Suggest(device.Value, known, $"Add `{device.Value}` with its `addr` to `devices`, or remove `device` for a microservice on this device."));
    }

    private static void ReportUnknownService(ValidationContext context, ServiceConfig service, Written<string> name)
    {
        string fix = NearestName.Find(name.Value, context.ServiceNames.Where(n => n != service.Name.Value)) is { } near
            ? $"Did you mean `{near}`?"
            : context.HasOtherDevices ? $"Add `{name.Value}` to `microservices`; if it runs on another device, name that with `device`." : $"Add `{name.Value}` to `microservices`, or remove the route.";
        context.Report(
            DiagnosticRules.UnknownNextService,
            name.Span,
            $"There is no microservice `{name.Value}` that `{service.Name.Value}` could send to.",
            fix);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
