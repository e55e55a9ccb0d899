using Aion.Cli.Terminal;
using Aion.ServiceBroker.Api;

namespace Aion.Cli.Projects;

/// <summary>Shows what an apply or a delete does to each instance.</summary>
internal static class ProjectSteps
{
    public static void Write(CommandOutput output, IReadOnlyList<ProjectStep> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }
        var table = new ResultTable("instance", "action", "why");
        foreach (var step in steps)
        {
            table.Add(step.Instance, step.Action, step.Reason);
        }
        table.WriteTo(output);
    }
}
