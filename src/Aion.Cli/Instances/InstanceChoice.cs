using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.Cli.Instances;

/// <summary>A service of the running project, or one of its instances, as somebody typed it.</summary>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number; null: all instances.</param>
internal sealed record InstanceChoice(string Service, int? Number)
{
    public static Argument<string> Argument() => new("SERVICE") { Description = "A service such as judge, or one instance of it: judge/2 or judge-002" };

    /// <exception cref="CliException">The project has no such service or instance; the sentence says what it has.</exception>
    public static InstanceChoice Find(BrokerStatus status, string typed)
    {
        var services = new DeclaredServices(status);
        var name = typed.Replace('/', '-');
        var found = services.Find(typed);
        if (found.Count > 0)
        {
            return found[0].Name == typed && found[0].Service != typed ? new(found[0].Service, found[0].Number) : new(typed, null);
        }
        if (services.InstanceMeant(name) is { } meant)
        {
            return new(meant.Service, meant.Number);
        }
        var service = name[..Math.Max(0, name.LastIndexOf('-'))];
        var numbers = services.Find(service).Count;
        throw new CliException(ExitCode.NotFound, numbers > 0 && int.TryParse(name[(service.Length + 1)..], out var number)
            ? $"{service} has no instance {number}: {(numbers == 1 ? "it has one" : $"they are numbered 1 to {numbers}")} (`scale` in the project file)."
            : services.Missing(typed, null));
    }

    /// <summary>The instances that are meant.</summary>
    public IReadOnlyList<InstanceStatus> In(BrokerStatus status) =>
        [.. status.Instances.Where(instance => instance.Service == Service && (Number is null || instance.Number == Number))];

    /// <summary>As one types it.</summary>
    public override string ToString() => Number is { } number ? $"{Service}/{number}" : Service;
}
