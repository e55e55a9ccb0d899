using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aion.ServiceDefaults.Health;

internal static class HealthReportWriter
{
    /// <summary>{"status":"Healthy","checks":{"sidecar":{"status":"Healthy","description":null}}}</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            e => e.Key, e => new { status = e.Value.Status.ToString(), description = e.Value.Description }),
    });
}
