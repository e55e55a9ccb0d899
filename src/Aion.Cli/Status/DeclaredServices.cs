using System.Globalization;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Status;

/// <summary>The services of the project in force, and what somebody meant who typed something else.</summary>
internal sealed class DeclaredServices(BrokerStatus status)
{
    private readonly List<string> _services = [.. status.Instances.Select(instance => instance.Service).Distinct()];

    /// <summary>Instances of a service, or the one of this name (<c>judge-002</c>); empty when there are none.</summary>
    public IReadOnlyList<InstanceStatus> Find(string name) => [.. status.Instances.Where(instance => instance.Service == name || instance.Name == name)];

    /// <summary>The instance that <c>judge-2</c> or <c>judge-002</c> means.</summary>
    public InstanceStatus? InstanceMeant(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? status.Instances.FirstOrDefault(instance => instance.Service == name[..dash] && instance.Number == number)
            : null;
    }

    /// <summary>That there is no such service, what was probably meant, and the services that there are, nearest first.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="meant">What to type instead; without it, the most similar name.</param>
    public string Missing(string name, string? meant)
    {
        if (_services.Count == 0)
        {
            return $"There is no service {name}: no project runs.";
        }
        meant ??= Similar.To(name, _services.Concat(status.Instances.Select(instance => instance.Name)));
        var hint = meant is null ? "" : $" Did you mean {meant}?";
        return $"The project has no service {name}.{hint} Services: {string.Join(", ", Similar.NearestFirst(name, _services))}";
    }
}
